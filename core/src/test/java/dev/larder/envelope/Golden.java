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
    PLAIN(entry(0x0102030405060708L, false, List.of(), Packing.PLAIN)),
    NEGATIVE(new Envelope(
            -1,
            false,
            true,
            Golden.CREATED,
            Golden.CREATED + 30_000,
            Golden.CREATED + 30_000,
            30_000,
            0,
            0x11223344,
            11,
            List.of(),
            Packing.PLAIN,
            Slice.EMPTY)),
    TAGS(new Envelope(
            2,
            false,
            false,
            Golden.CREATED,
            Golden.CREATED + 300_000,
            Golden.CREATED + 600_000,
            300_000,
            -1,
            -2,
            -1,
            List.of("area:7", "contract:42", "Fläche:Süd"),
            Packing.PLAIN,
            Slice.of("hällo".getBytes(StandardCharsets.UTF_8)))),
    COMPRESSED(new Envelope(
            3,
            false,
            false,
            Golden.CREATED,
            Golden.CREATED + 86_400_000L * 3650,
            Golden.CREATED + 86_400_000L * 3650,
            0,
            12_345,
            0,
            0x7000000000000001L,
            List.of("area:7"),
            Packing.compressed(0x89abcdef, 1_234),
            Slice.of(firstBytes(200)))),
    EXPIRED(entry(4, true, List.of("area:7"), Packing.compressed(0, 300))),
    MARKER(new Marker(0x0102030405060708L, Golden.CREATED + 5_000));

    /** The key in Redis under which all of them stand. */
    static final byte[] NAME = "larder:contracts:{42}".getBytes(StandardCharsets.US_ASCII);

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
            return Envelopes.seal(envelope, NAME, null, 0);
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

    private static Envelope entry(long id, boolean expired, List<String> tags, Packing packing) {
        return new Envelope(
                id,
                expired,
                false,
                CREATED,
                CREATED + 300_000,
                CREATED + 600_000,
                300_000,
                12_345,
                0x11223344,
                0x2122232425262728L,
                tags,
                packing,
                Slice.of("{\"id\":42,\"area\":\"north\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] firstBytes(int count) {
        byte[] bytes = new byte[count];
        IntStream.range(0, count).forEach(i -> bytes[i] = (byte) i);
        return bytes;
    }
}
