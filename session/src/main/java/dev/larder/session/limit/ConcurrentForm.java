package dev.larder.session.limit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Form of {@link Algorithm.Concurrent}. */
record ConcurrentForm(Algorithm.Concurrent concurrent) implements Form {

    private static final byte[] KIND = Text.of(4);

    @Override
    public String shape() {
        return "concurrent";
    }

    @Override
    public int figures() {
        return 4;
    }

    @Override
    public void write(Want want, List<byte[]> args) {
        args.add(KIND);
        args.add(Text.of(concurrent.permits()));
        args.add(Text.of(Ranges.micros(concurrent.lease())));
        args.add(want.permitId().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void writeBack(GivingBack.Item item, List<byte[]> args) {
        args.add(KIND);
        args.add(item.permitId().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Standing standing(Want want, Figures figures, int from, long before, boolean allowed) {
        long used = figures.at(from) + (allowed ? want.cost() : 0);
        return new Standing(
                want.ask(),
                Math.max(0, concurrent.permits() - used),
                Form.micros(allowed ? 0 : figures.at(from + 1)),
                Form.micros(figures.at(from + 2)),
                Form.micros(figures.at(from + 3)),
                0);
    }

    /** They are taken one by one. */
    @Override
    public Duration longer(Standing denied, long permits) {
        return Duration.ZERO;
    }
}
