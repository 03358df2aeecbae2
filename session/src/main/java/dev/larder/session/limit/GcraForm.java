package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;

/** Form of {@link Algorithm.Gcra}. Its level is how long it would be, in ticks, until all permits are back. */
record GcraForm(Algorithm.Gcra gcra, Ticks ticks) implements Form {

    private static final byte[] PLAIN = Text.of(1);
    private static final byte[] TICKING = Text.of(2);
    private static final byte[] RECORD_BYTES = Text.of(16);

    @Override
    public String shape() {
        return ticks.a() == ticks.b() ? "" : ticks.a() + ":" + ticks.b();
    }

    /** Of 65,536 buckets, which a million keys fill with fifteen each. */
    @Override
    public int bucketBits() {
        return 16;
    }

    @Override
    public int figures() {
        return 1;
    }

    @Override
    public void write(Want want, List<byte[]> args) {
        boolean plain = ticks.a() == ticks.b();
        args.add(plain ? PLAIN : TICKING);
        args.add(want.place().id);
        args.add(Text.of(cost(want)));
        args.add(Text.of(room(want)));
        if (!plain) {
            args.add(Text.of(ticks.a()));
            args.add(Text.of(ticks.b()));
        }
    }

    @Override
    public void writeBack(GivingBack.Item item, List<byte[]> args) {
        boolean plain = ticks.a() == ticks.b();
        args.add(item.isForgotten() ? Form.FORGET : plain ? PLAIN : TICKING);
        args.add(item.place().id);
        if (item.isForgotten()) {
            args.add(RECORD_BYTES);
            return;
        }
        args.add(Text.of(item.permits() * ticks.permit()));
        args.add(Text.of(item.mark()));
        if (!plain) {
            args.add(Text.of(ticks.a()));
            args.add(Text.of(ticks.b()));
        }
    }

    private long cost(Want want) {
        return want.cost() * ticks.permit();
    }

    private long burst() {
        return gcra.burst() * ticks.permit();
    }

    private long room(Want want) {
        return burst() + ticks.ofMicros(want.patienceMicros());
    }

    @Override
    public Standing standing(Want want, Figures figures, int from, long before, boolean allowed) {
        long cost = cost(want);
        long levelBefore = figures.at(from) + before * cost;
        long level = allowed ? levelBefore + cost : levelBefore;
        long wait = allowed ? 0 : Math.max(0, levelBefore + cost - room(want));
        long mark = allowed && cost > 0 ? ticks.at(figures.now()) + level : 0;
        return standing(want.ask(), level, wait, mark);
    }

    /** How things stand at a level. */
    Standing standing(Ask ask, long level, long wait, long mark) {
        long remaining = Math.max(0, Math.floorDiv(burst() - level, ticks.permit()));
        long next = level == 0 ? 0 : level - burst() + (remaining + 1) * ticks.permit();
        return new Standing(
                ask,
                remaining,
                Form.micros(ticks.micros(wait)),
                Form.micros(ticks.micros(next)),
                Form.micros(ticks.micros(level)),
                mark);
    }

    @Override
    public Duration longer(Standing denied, long permits) {
        return Form.micros(ticks.micros(permits * ticks.permit()));
    }

    @Override
    public Duration after(Want want, Figures figures, int from, long before) {
        long level = figures.at(from) + (before + 1) * cost(want);
        return Form.micros(ticks.micros(Math.max(0, level - burst())));
    }
}
