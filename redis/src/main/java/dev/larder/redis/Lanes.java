package dev.larder.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Brings together what leaves in one flush: at most {@value #LANES} flushes are under way, each in its lane. What comes while there is none
 * leaves at once; another one leaves as soon as a quarter as many wait as travel, so that the server has work while some are told and others
 * write, and yet flushes do not fall apart into single calls; whatever waits when no lane is held leaves. Where less than a quarter of a
 * flush is different, as on a hot key, the server has been done with it before all are told, and a second one would only halve what is
 * brought together: then there is one at a time. So one caller alone never waits, nor do two, and nobody for longer than a round trip.
 *
 * <p>Nothing is stranded. Who adds something looks for a lane afterwards. If he is refused, a lane is held, and its holder, once it
 * is answered, gives it back and looks again; the last one to give one back finds no lane held, and so is not refused.
 *
 * @param <T> what is brought together
 */
public final class Lanes<T> {

    /** Flushes under way at most. */
    public static final int LANES = 3;

    /** What counts beside the whole of a flush is a quarter of it. */
    private static final int PART = 4;

    /** Sends what has been brought together. */
    @FunctionalInterface
    public interface Departure<T> {
        /**
         * Sends.
         *
         * @param all in the order in which they came
         * @param answered to be run once, on any thread, when all of them have been answered and told, or given up
         * @return how many of them are different: for equal ones the server works only once
         */
        int send(List<T> all, Runnable answered);
    }

    private final Departure<T> departure;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger travel = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    /** Whether those of the latest flush were mostly alike: a hint, which may be that of the one before. */
    private volatile boolean alike;

    /**
     * Creates them, all free.
     *
     * @param departure sends what has been brought together
     */
    public Lanes(Departure<T> departure) {
        this.departure = departure;
    }

    /** Returns what is to be run for each part of a flush that travels in so many; with the last one the flush is answered. */
    public static Runnable part(int parts, Runnable answered) {
        AtomicInteger open = new AtomicInteger(parts);
        return () -> {
            if (open.decrementAndGet() == 0) {
                answered.run();
            }
        };
    }

    /** Sends something, now or with others. */
    public void send(T one) {
        waiting.add(one);
        waits.incrementAndGet();
        pump();
    }

    /**
     * Takes back what waits, oldest first, as long as it is to be taken back.
     *
     * @param taken is given what will not leave any more
     */
    void takeBack(Predicate<T> whether, Consumer<T> taken) {
        for (T one = waiting.peek(); one != null && whether.test(one); one = waiting.peek()) {
            if (waiting.remove(one)) {
                waits.decrementAndGet();
                taken.accept(one);
            }
        }
    }

    private void pump() {
        while (waits.get() > 0 && takeLane()) {
            List<T> all = board();
            if (all.isEmpty()) {
                held.decrementAndGet();
            } else {
                Arrival arrival = new Arrival(all.size());
                int different = departure.send(all, arrival);
                arrival.sending = false;
                alike = different < all.size() / PART;
            }
        }
    }

    private boolean takeLane() {
        int taken = held.get();
        while (taken == 0 || taken < LANES && !alike && waits.get() >= travel.get() / PART) {
            if (held.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = held.get();
        }
        return false;
    }

    private List<T> board() {
        List<T> all = new ArrayList<>();
        for (T one = waiting.poll(); one != null; one = waiting.poll()) {
            all.add(one);
        }
        travel.addAndGet(all.size());
        waits.addAndGet(-all.size());
        return all;
    }

    /** The end of one flush. */
    private final class Arrival implements Runnable {
        private final int size;
        private final Thread sender = Thread.currentThread();
        /** Whether it is being sent; for the sender alone. */
        private boolean sending = true;

        Arrival(int size) {
            this.size = size;
        }

        @Override
        public void run() {
            travel.addAndGet(-size);
            held.decrementAndGet();
            if (!(Thread.currentThread() == sender && sending)) {
                pump();
            }
            // Else all was refused at once, and the sender, who has called this, goes on himself.
        }
    }
}
