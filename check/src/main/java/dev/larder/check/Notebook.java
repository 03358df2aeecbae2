package dev.larder.check;

import dev.larder.Delivery;
import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Where one process notes what it does, and where its values come from. Thread-safe. */
final class Notebook {

    private static final int SHIFT = 40;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int jvm;
    private final Deeds deeds;
    private final AtomicLong values = new AtomicLong();

    Notebook(int jvm, Deeds deeds) {
        this.jvm = jvm;
        this.deeds = deeds;
    }

    /** A value that nobody else writes. */
    long value() {
        return (long) (jvm + 1) << SHIFT | values.incrementAndGet();
    }

    /** A number that stands for a text: 64 bits, not 0. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    /**
     * Does something and notes it.
     *
     * @param <T> type of the answer
     * @param note is given the answer and takes down what came of it, before anybody else sees it
     */
    <T> CompletionStage<T> doing(
            int race, Kind kind, long id, Supplier<CompletionStage<T>> call, BiConsumer<T, Entry> note) {
        long begun = System.nanoTime();
        return call.get().thenApply(answer -> {
            Entry entry = new Entry(race, jvm, kind, id, begun, System.nanoTime());
            note.accept(answer, entry);
            entry.into(deeds);
            return answer;
        });
    }

    /** Does something that is either acknowledged or journaled, and notes it. */
    CompletionStage<Delivery> ending(
            int race, Kind kind, long id, long other, Supplier<CompletionStage<Delivery>> call) {
        return doing(race, kind, id, call, (delivery, entry) -> {
            entry.outcome = delivery == Delivery.ACKNOWLEDGED ? Outcome.DONE : Outcome.JOURNALED;
            entry.other = other;
        });
    }

    /** What is taken down of one call. For one thread. */
    static final class Entry {

        private final int race;
        private final int jvm;
        private final Kind kind;
        private final long id;
        private final long begun;
        private final long ended;
        private Map<Integer, Long> seen = Map.of();
        Outcome outcome = Outcome.UNKNOWN;
        long other;
        int attribute;
        long value;

        private Entry(int race, int jvm, Kind kind, long id, long begun, long ended) {
            this.race = race;
            this.jvm = jvm;
            this.kind = kind;
            this.id = id;
            this.begun = begun;
            this.ended = ended;
        }

        void done(long came) {
            outcome = Outcome.DONE;
            other = came;
        }

        void seen(Map<Integer, Long> values) {
            seen = values;
        }

        private void into(Deeds deeds) {
            // Whatever is made has its ID from then on.
            boolean makes = kind == Kind.CREATE && outcome == Outcome.DONE;
            long own = makes ? other : id;
            long came = makes ? id : other;
            List<Deed> all = new ArrayList<>();
            all.add(new Deed(race, jvm, kind, outcome, attribute, own, came, value, begun, ended));
            seen.forEach((number, found) ->
                    all.add(new Deed(race, jvm, Kind.SEEN, Outcome.DONE, number, own, came, found, begun, ended)));
            deeds.add(all);
        }
    }

    /** Waits for all of them; what one of them failed with is thrown. */
    static void join(List<? extends CompletionStage<?>> stages) {
        for (CompletionStage<?> stage : stages) {
            try {
                stage.toCompletableFuture().join();
            } catch (CompletionException e) {
                throw new CheckException("a call failed, though it never should: " + e.getCause(), e);
            }
        }
    }
}
