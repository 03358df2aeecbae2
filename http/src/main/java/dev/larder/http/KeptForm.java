package dev.larder.http;

import dev.larder.codec.CodecException;
import dev.larder.codec.Serializer;
import dev.larder.http.decision.ByteRange;
import dev.larder.http.decision.Coverage;
import dev.larder.http.decision.Life;
import dev.larder.http.decision.NoVarySearch;
import dev.larder.http.decision.Stored;
import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The bytes of what is {@linkplain Kept kept}: a kind, then its parts, numbers big-endian, texts and lists behind their lengths. */
final class KeptForm implements Serializer<Kept> {

    private static final int RESPONSE = 1;
    private static final int VARIANTS = 2;
    private static final int PASS = 3;
    private static final int SEARCH = 4;

    private static final int MOST_PARTS = 1 << 16;

    @Override
    public String format() {
        return "http-response";
    }

    /** Another form gets another number. */
    @Override
    public long fingerprint() {
        return 1;
    }

    @Override
    public byte[] write(Kept kept) {
        int length = kept instanceof Kept.Response response ? response.content().length + 512 : 256;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (kept instanceof Kept.Response response) {
                out.writeByte(RESPONSE);
                write(out, response);
            } else if (kept instanceof Kept.Variants variants) {
                out.writeByte(VARIANTS);
                write(out, variants.fields());
                out.writeLong(variants.generation());
                out.writeLong(variants.life().toMillis());
                write(out, variants.tags());
            } else if (kept instanceof Kept.Search search) {
                out.writeByte(SEARCH);
                write(out, new TreeSet<>(search.rule().named()));
                out.writeBoolean(search.rule().except());
                out.writeBoolean(search.rule().anyOrder());
                write(out, search.tags());
            } else if (kept instanceof Kept.Pass) {
                out.writeByte(PASS);
            } else {
                throw new IllegalStateException("what is kept apart is not written");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Kept.Response response) throws IOException {
        Stored stored = response.stored();
        Life life = stored.life();
        out.writeLong(response.id());
        out.writeShort(stored.head().status());
        out.writeInt(stored.head().fields().size());
        for (Field field : stored.head().fields()) {
            write(out, field.name());
            write(out, field.value());
        }
        out.writeLong(stored.initialAge().toMillis());
        for (Duration part : List.of(
                life.fresh(),
                life.staleWhileRevalidate(),
                life.staleIfError(),
                life.staleWhenDisconnected(),
                life.keptForValidation())) {
            out.writeLong(part.toMillis());
        }
        out.writeBoolean(life.validateAlways());
        out.writeBoolean(life.neverStale());
        out.writeBoolean(life.immutable());
        write(out, stored.variant());
        Coverage coverage = stored.coverage();
        out.writeInt(coverage == null ? 0 : coverage.ranges().size());
        if (coverage != null) {
            out.writeLong(coverage.length());
            for (ByteRange range : coverage.ranges()) {
                out.writeLong(range.first());
                out.writeLong(range.last());
            }
        }
        write(out, response.tags());
        out.writeInt(response.content().length);
        out.write(response.content());
    }

    private static void write(DataOutputStream out, SortedSet<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            write(out, text);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public Kept read(byte[] bytes, int offset, int length) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
            Kept kept = switch (in.readUnsignedByte()) {
                case RESPONSE -> response(in);
                case VARIANTS ->
                    new Kept.Variants(texts(in), in.readLong(), Duration.ofMillis(in.readLong()), texts(in));
                case PASS -> new Kept.Pass();
                case SEARCH ->
                    new Kept.Search(new NoVarySearch(texts(in), in.readBoolean(), in.readBoolean()), texts(in));
                default -> throw new CodecException("a stored response is of no known kind", null);
            };
            if (in.read() >= 0) {
                throw new CodecException("a stored response has bytes behind its end", null);
            }
            return kept;
        } catch (IOException | IllegalArgumentException e) {
            throw new CodecException("a stored response cannot be read", e);
        }
    }

    private static Kept response(DataInputStream in) throws IOException {
        long id = in.readLong();
        int status = in.readUnsignedShort();
        Fields.Builder fields = Fields.builder();
        for (int left = count(in); left > 0; left--) {
            fields.add(text(in), text(in));
        }
        Duration initialAge = Duration.ofMillis(in.readLong());
        Life life = new Life(
                Duration.ofMillis(in.readLong()),
                Duration.ofMillis(in.readLong()),
                Duration.ofMillis(in.readLong()),
                Duration.ofMillis(in.readLong()),
                Duration.ofMillis(in.readLong()),
                in.readBoolean(),
                in.readBoolean(),
                in.readBoolean());
        String variant = text(in);
        Coverage coverage = coverage(in);
        SortedSet<String> tags = texts(in);
        byte[] content = bytes(in);
        Stored stored = new Stored(new ResponseHead(status, fields.build()), initialAge, life, variant, coverage);
        return new Kept.Response(id, stored, content, tags);
    }

    private static @Nullable Coverage coverage(DataInputStream in) throws IOException {
        int ranges = count(in);
        if (ranges == 0) {
            return null;
        }
        long length = in.readLong();
        List<ByteRange> all = new ArrayList<>(ranges);
        for (int left = ranges; left > 0; left--) {
            all.add(new ByteRange(in.readLong(), in.readLong()));
        }
        return new Coverage(List.copyOf(all), length);
    }

    private static SortedSet<String> texts(DataInputStream in) throws IOException {
        SortedSet<String> texts = new TreeSet<>();
        for (int left = count(in); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a part is longer than the whole");
        }
        return in.readNBytes(length);
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_PARTS) {
            throw new IOException("a list has a length that none has");
        }
        return count;
    }
}
