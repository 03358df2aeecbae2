package dev.larder.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the golden files hold: the bytes that every release must go on writing and reading. */
enum Golden {
    PLAIN(entry(0x0102030405060708L, false, List.of())),
    NEGATIVE(new Envelope(
            -1,
            false,
            true,
            false,
            Golden.CREATED,
            Golden.CREATED + 30_000,
            Golden.CREATED + 30_000,
            30_000,
            0,
            0x1122334455667788L,
            "json",
            new BaseVersions(11, 12, 13),
            List.of(),
            "43",
            Slice.EMPTY)),
    TAGS(new Envelope(
            2,
            false,
            false,
            false,
            Golden.CREATED,
            Golden.CREATED + 300_000,
            Golden.CREATED + 600_000,
            300_000,
            Integer.MAX_VALUE,
            -2,
            "text",
            new BaseVersions(-1, 0, 1),
            List.of(
                    new TagStamp("area:7", 0x7000000000000001L),
                    new TagStamp("contract:42", -2),
                    new TagStamp("Fläche:Süd", 3)),
            "42",
            Slice.of("hällo".getBytes(StandardCharsets.UTF_8)))),
    LONG_KEY(new Envelope(
            3,
            false,
            false,
            true,
            Golden.CREATED,
            Golden.CREATED + 300_000,
            Golden.CREATED + 600_000,
            300_000,
            12_345,
            0,
            "bytes",
            new BaseVersions(11, 12, 13),
            List.of(new TagStamp("area:7", 1)),
            "k0123456789:".repeat(25) + "🌱",
            Slice.of(firstBytes(200)))),
    EXPIRED(entry(4, true, List.of(new TagStamp("area:7", 1)))),
    MARKER(new Marker(0x0102030405060708L, Golden.CREATED + 5_000));

    private static final long CREATED = 1_700_000_000_000L;

    private final Opened content;

    Golden(Opened content) {
        this.content = content;
    }

    Opened content() {
        return content;
    }

    /** The bytes that this release writes for the content. */
    byte @Nullable [] write() {
        if (content instanceof Envelope envelope) {
            return Envelopes.seal(envelope);
        }
        return content instanceof Marker marker ? Envelopes.marker(marker.id(), marker.deadlineMillis()) : null;
    }

    /** The bytes of the file. */
    byte[] file() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".hex";
        try (InputStream in = Golden.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no golden file " + name);
            }
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new AssertionError("cannot read golden file " + name, e);
        }
    }

    /** The bytes of all files. */
    static Stream<byte[]> files() {
        return Stream.of(values()).map(Golden::file);
    }

    private static Envelope entry(long id, boolean expired, List<TagStamp> tags) {
        return new Envelope(
                id,
                expired,
                false,
                false,
                CREATED,
                CREATED + 300_000,
                CREATED + 600_000,
                300_000,
                12_345,
                0x1122334455667788L,
                "json",
                new BaseVersions(11, 12, 13),
                tags,
                "42",
                Slice.of("{\"id\":42,\"area\":\"north\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] firstBytes(int count) {
        byte[] bytes = new byte[count];
        IntStream.range(0, count).forEach(i -> bytes[i] = (byte) i);
        return bytes;
    }
}
