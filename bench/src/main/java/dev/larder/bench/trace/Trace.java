package dev.larder.bench.trace;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.tukaani.xz.XZInputStream;

/**
 * An access trace: the keys that a real system asked for, in time order. The file holds one big-endian 32-bit integer per
 * access, compressed by xz if its name ends in {@code .xz}. It is read into memory, 4 bytes an access, with the keys
 * numbered by first appearance. Immutable.
 */
public final class Trace {
    private static final String SUFFIX = ".trace.xz";

    private static final int BUFFER = 1 << 16;

    private final int[] ordinals;
    private final int[] keys;

    private Trace(int[] ordinals, int[] keys) {
        this.ordinals = ordinals;
        this.keys = keys;
    }

    /** The file of a trace that comes with Larder, such as {@code orm-busy}, below the folder of the installation. */
    public static Path bundled(Path home, String name) {
        return home.resolve("bench").resolve("traces").resolve(name + SUFFIX);
    }

    /** Reads the whole trace. */
    public static Trace open(Path file) throws IOException {
        return open(file, Integer.MAX_VALUE);
    }

    /**
     * Reads the beginning of a trace.
     *
     * @param limit most accesses to read; what follows them is not looked at
     * @throws NoSuchFileException if there is no such file
     * @throws TraceFormatException if the file is no trace, is empty or breaks off before the limit
     */
    public static Trace open(Path file, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; at least 1 access is needed");
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Numbering numbering = new Numbering();
        int[] ordinals = new int[BUFFER];
        int length = 0;
        try (InputStream in = stream(file)) {
            byte[] bytes = new byte[BUFFER];
            for (int read = BUFFER; read == BUFFER && length < limit; ) {
                read = in.readNBytes(bytes, 0, (int) Math.min(BUFFER, 4L * (limit - length)));
                if (read % 4 != 0) {
                    throw new TraceFormatException(file + " ends in the middle of access " + (length + read / 4 + 1)
                            + ": a trace has 4 bytes for each. Fetch the file again");
                }
                if (length + read / 4 > ordinals.length) {
                    ordinals = Arrays.copyOf(ordinals, Math.max(length + read / 4, ordinals.length * 2));
                }
                for (int at = 0; at < read; at += 4) {
                    ordinals[length++] = numbering.ordinal(bigEndian(bytes, at));
                }
            }
        } catch (EOFException e) {
            throw new TraceFormatException(file + " breaks off: the xz stream has no end. Fetch the file again", e);
        } catch (org.tukaani.xz.XZIOException e) {
            throw new TraceFormatException(file + " is no valid xz file: " + reason(e), e);
        }
        if (length == 0) {
            throw new TraceFormatException(file + " is empty: a trace has at least one access");
        }
        return new Trace(Arrays.copyOf(ordinals, length), numbering.keys());
    }

    /** Number of accesses. */
    public int length() {
        return ordinals.length;
    }

    /** Number of different keys. */
    public int distinctKeys() {
        return keys.length;
    }

    /** The key of an access, as it was recorded. */
    public int key(int access) {
        return keys[ordinals[access]];
    }

    /** The key of an access as its number by first appearance, from 0: the first key of the trace is 0, the next new one 1. */
    public int ordinal(int access) {
        return ordinals[access];
    }

    /**
     * The key of an access as an id from 1 to {@code count}: its ordinal plus one; where there are more keys than ids,
     * several keys share one.
     */
    public long id(int access, int count) {
        return ordinals[access] % count + 1L;
    }

    private static InputStream stream(Path file) throws IOException {
        InputStream plain = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        if (!file.toString().endsWith(".xz")) {
            return plain;
        }
        try {
            return new XZInputStream(plain);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static int bigEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e.getMessage();
    }
}
