package dev.larder.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames of Zstandard (RFC 8878) without what the envelope knows already: magic number, size, checksum and the number of
 * the dictionary.
 */
final class Frames {

    /** Larger buffers are not kept for the next use. */
    private static final int KEPT_BUFFER = 128 << 10;

    private static final @Nullable String UNAVAILABLE = load();

    private static final Contexts<Compressor> PLAIN_COMPRESSORS = new Contexts<>(Compressor::new);
    private static final Contexts<Compressor> COMPRESSORS = new Contexts<>(Compressor::new);
    private static final Contexts<ZstdDecompressCtx> PLAIN_DECOMPRESSORS = new Contexts<>(Frames::decompressor);
    private static final Contexts<ZstdDecompressCtx> DECOMPRESSORS = new Contexts<>(Frames::decompressor);

    private Frames() {}

    /** A context with a buffer for its output. */
    private static final class Compressor implements AutoCloseable {
        final ZstdCompressCtx context = new ZstdCompressCtx();
        byte[] buffer = new byte[0];

        Compressor() {
            context.setMagicless(true)
                    .setContentSize(false)
                    .setChecksum(false)
                    .setDictID(false)
                    .setLevel(Dictionary.LEVEL);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private static ZstdDecompressCtx decompressor() {
        return new ZstdDecompressCtx().setMagicless(true);
    }

    private static @Nullable String load() {
        try {
            Native.load();
            return null;
        } catch (RuntimeException | LinkageError e) {
            return e.toString();
        }
    }

    /** Why there is no Zstandard on this machine, or null if there is. */
    static @Nullable String unavailable() {
        return UNAVAILABLE;
    }

    static void requireAvailable() {
        if (UNAVAILABLE != null) {
            throw new IllegalStateException("Zstandard's native library cannot be loaded here: " + UNAVAILABLE);
        }
    }

    /** Compresses; the answer is an array of its own, and may be longer than what was given. */
    static byte[] compress(byte[] plain, @Nullable Dictionary dictionary) {
        Contexts<Compressor> contexts = dictionary == null ? PLAIN_COMPRESSORS : COMPRESSORS;
        Compressor compressor = contexts.take();
        boolean sound = false;
        try {
            if (dictionary != null) {
                compressor.context.loadDict(dictionary.forCompression());
            }
            int bound = (int) Math.min(Integer.MAX_VALUE - 8, Zstd.compressBound(plain.length));
            byte[] buffer = compressor.buffer.length >= bound ? compressor.buffer : new byte[bound];
            int length = compressor.context.compressByteArray(buffer, 0, buffer.length, plain, 0, plain.length);
            if (buffer.length <= KEPT_BUFFER) {
                compressor.buffer = buffer;
            }
            sound = true;
            return Arrays.copyOf(buffer, length);
        } finally {
            giveBack(contexts, compressor, sound);
        }
    }

    /**
     * Decompresses into exactly so many bytes, or answers null when the frame does not hold them. Takes no more memory than
     * that, whatever the frame is.
     */
    static byte @Nullable [] decompress(
            byte[] frame, int offset, int length, int plainLength, @Nullable Dictionary dictionary) {
        Contexts<ZstdDecompressCtx> contexts = dictionary == null ? PLAIN_DECOMPRESSORS : DECOMPRESSORS;
        ZstdDecompressCtx context = contexts.take();
        boolean sound = false;
        try {
            if (dictionary != null) {
                context.loadDict(dictionary.forDecompression());
            }
            byte[] plain = new byte[plainLength];
            int written = context.decompressByteArray(plain, 0, plainLength, frame, offset, length);
            sound = true;
            return written == plainLength ? plain : null;
        } catch (ZstdException e) {
            return null;
        } finally {
            giveBack(contexts, context, sound);
        }
    }

    private static <C extends AutoCloseable> void giveBack(Contexts<C> contexts, C context, boolean sound) {
        if (sound) {
            contexts.give(context);
        } else {
            Contexts.close(context);
        }
    }
}
