package dev.larder.compress;

import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What the values of a cache have in common, as Zstandard uses it. Known by the beginning of its SHA-256, so that a number stands
 * for two dictionaries once in 2^32. Immutable; its native memory, about three times its size, is freed after it is forgotten.
 */
public final class Dictionary {

    /** The most bytes that a dictionary may have. */
    public static final int MOST_BYTES = 256 << 10;

    /** Compression level: of all levels with this speed the one that compresses best. */
    static final int LEVEL = 3;

    private final byte[] content;
    private final int id;
    private final ZstdDictCompress forCompression;
    private final ZstdDictDecompress forDecompression;

    private Dictionary(byte[] content) {
        this.content = content;
        this.id = idOf(content);
        this.forCompression = new ZstdDictCompress(content, LEVEL);
        this.forDecompression = new ZstdDictDecompress(content);
    }

    /**
     * Makes a dictionary.
     *
     * @param content its bytes, which must not be changed afterwards
     * @throws IllegalArgumentException if they are too many, or begin as a dictionary does and go on otherwise
     * @throws IllegalStateException if Zstandard is not available here
     */
    public static Dictionary of(byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new IllegalArgumentException("a dictionary of " + content.length + " bytes; at most " + MOST_BYTES);
        }
        Frames.requireAvailable();
        try {
            return new Dictionary(content);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(content.length + " bytes are no dictionary of Zstandard", e);
        }
    }

    /** Returns the number that dictionaries with this content have; never 0. */
    public static int idOf(byte[] content) {
        try {
            int id = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content))
                    .getInt();
            return id == 0 ? 1 : id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which dictionaries are known by", e);
        }
    }

    /** Returns its number, never 0. */
    public int id() {
        return id;
    }

    /** Returns its bytes, which must not be changed. */
    public byte[] content() {
        return content;
    }

    ZstdDictCompress forCompression() {
        return forCompression;
    }

    ZstdDictDecompress forDecompression() {
        return forDecompression;
    }

    @Override
    public String toString() {
        return "Dictionary[" + Integer.toHexString(id) + " of " + content.length + " bytes]";
    }
}
