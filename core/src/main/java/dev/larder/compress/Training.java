package dev.larder.compress;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of training a dictionary: four fifths of a sample make it, the last fifth judges it.
 *
 * @param dictionary the dictionary, or null if none could be made of the sample
 * @param heldBack bytes of the values that judged
 * @param before what they took as they are packed now
 * @param after what they take with the dictionary
 */
public record Training(@Nullable Dictionary dictionary, long heldBack, long before, long after) {

    /** The largest dictionary that is trained; twice the size would gain a hundredth. */
    private static final int DICTIONARY_BYTES = 64 << 10;

    /** A dictionary is worth a fifteenth of its sample: more of it would be the sample itself. */
    private static final int SHARE = 15;

    private static final int LEAST_BYTES = 512;
    private static final int JUDGES = 5;

    /** What a new dictionary has to take at most of what its predecessor took. */
    private static final double MARGIN = 0.95;

    /** Trains; about 50 ms of one processor for a thousand values of 1 KB. */
    static Training of(List<byte[]> sample, @Nullable Dictionary current) {
        int judges = sample.size() / JUDGES;
        List<byte[]> heldBack = sample.subList(0, judges);
        List<byte[]> teachers = sample.subList(judges, sample.size());
        long bytes = teachers.stream().mapToLong(value -> value.length).sum();
        int size = (int) Math.min(DICTIONARY_BYTES, bytes / SHARE);
        long plain = heldBack.stream().mapToLong(value -> value.length).sum();
        long before = packed(heldBack, current);
        Dictionary made = size < LEAST_BYTES ? null : train(teachers, (int) bytes, size);
        return new Training(made, plain, before, made == null ? before : packed(heldBack, made));
    }

    private static @Nullable Dictionary train(List<byte[]> teachers, int bytes, int size) {
        ZstdDictTrainer trainer = new ZstdDictTrainer(bytes, size, Dictionary.LEVEL);
        teachers.forEach(trainer::addSample);
        try {
            return Dictionary.of(trainer.trainSamples());
        } catch (ZstdException e) {
            // Too few values, or too much alike: they say nothing that a dictionary could hold.
            return null;
        }
    }

    private static long packed(List<byte[]> values, @Nullable Dictionary dictionary) {
        long sum = 0;
        for (byte[] value : values) {
            sum += Math.min(value.length, Frames.compress(value, dictionary).length);
        }
        return sum;
    }

    /** Returns what a value that has 1 byte takes with the dictionary. */
    public double ratio() {
        return heldBack == 0 ? 1 : (double) after / heldBack;
    }

    /** Returns whether the dictionary is to be used from now on. */
    public boolean won() {
        return dictionary != null && after < before * MARGIN;
    }
}
