package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;

/**
 * Form of {@link Algorithm.SlidingWindow}. A permit that was taken in a part counts while any window that ends now and has the length of
 * the setting can reach into that part.
 *
 * @param partMicros so long that all parts together are not shorter than the window
 */
record WindowForm(Algorithm.SlidingWindow window, long partMicros) implements Form {

    private static final byte[] KIND = Text.of(3);

    static WindowForm of(Algorithm.SlidingWindow window) {
        long micros = Ranges.micros(window.window());
        return new WindowForm(window, (micros + window.parts() - 1) / window.parts());
    }

    @Override
    public String shape() {
        return "window:" + partMicros + ":" + window.parts();
    }

    /** Of 16,384 buckets: records are wider than those of GCRA, and a bucket holds more of them. */
    @Override
    public int bucketBits() {
        return 14;
    }

    @Override
    public int figures() {
        return 4;
    }

    @Override
    public void write(Want want, List<byte[]> args) {
        args.add(KIND);
        args.add(want.place().id);
        args.add(Text.of(want.cost()));
        args.add(Text.of(window.permits()));
        args.add(Text.of(partMicros));
        args.add(Text.of(window.parts()));
    }

    @Override
    public void writeBack(GivingBack.Item item, List<byte[]> args) {
        args.add(item.isForgotten() ? Form.FORGET : KIND);
        args.add(item.place().id);
        if (item.isForgotten()) {
            args.add(Text.of(recordBytes()));
            return;
        }
        args.add(Text.of(item.permits()));
        args.add(Text.of(item.mark()));
        args.add(Text.of(partMicros));
        args.add(Text.of(window.parts()));
    }

    /** Of an id, the number of the newest part, and the counts of all parts and of the one that the window still reaches into. */
    private int recordBytes() {
        return Long.BYTES + Double.BYTES + Integer.BYTES * (window.parts() + 1);
    }

    @Override
    public Standing standing(Want want, Figures figures, int from, long before, boolean allowed) {
        long used = figures.at(from) + (before + (allowed ? 1 : 0)) * want.cost();
        return new Standing(
                want.ask(),
                Math.max(0, window.permits() - used),
                Form.micros(allowed ? 0 : figures.at(from + 1)),
                Form.micros(figures.at(from + 2)),
                Form.micros(figures.at(from + 3)),
                allowed && want.cost() > 0 ? figures.now() : 0);
    }

    /** Which parts they come back with is the server's to know: by when all are back they are. */
    @Override
    public Duration longer(Standing denied, long permits) {
        return denied.fullAfter().minus(denied.retryAfter());
    }
}
