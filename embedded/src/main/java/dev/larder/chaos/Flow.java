package dev.larder.chaos;

import dev.larder.chaos.Faults.Decision;
import dev.larder.chaos.Faults.Direction;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes under way in one direction of one connection, in order. Every method takes the lock of the proxy, and waits by
 * its condition.
 */
final class Flow {

    /** So many bytes are held at most; then the sender feels it. */
    static final int MOST_HELD = 16 * 1024 * 1024;

    private static final class Chunk {
        final byte[] bytes;
        final long readAt;
        int from;

        Chunk(byte[] bytes, long readAt) {
            this.bytes = bytes;
            this.readAt = readAt;
        }

        int left() {
            return bytes.length - from;
        }
    }

    private final Faults faults;
    private final Direction direction;
    private final Traffic traffic;
    private final RespScanner delivery = new RespScanner();
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private int held;
    private long pacedUntil;
    private int permits;
    private boolean delivering;
    private boolean ended;
    private boolean closed;

    Flow(Faults faults, Direction direction, Traffic traffic) {
        this.faults = faults;
        this.direction = direction;
        this.traffic = traffic;
        this.pacedUntil = System.nanoTime();
    }

    /** Adds bytes that have arrived; waits while too many are held. */
    void offer(byte[] bytes) throws InterruptedException {
        faults.lock.lock();
        try {
            while (held >= MOST_HELD && !closed) {
                faults.changed.await();
            }
            chunks.add(new Chunk(bytes, System.nanoTime()));
            held += bytes.length;
            faults.changed.signalAll();
        } finally {
            faults.lock.unlock();
        }
    }

    /** Says that the sender sends nothing more. */
    void end() {
        faults.change(() -> ended = true);
    }

    /** Forgets what is held; nobody waits any longer. */
    void close() {
        faults.change(() -> {
            closed = true;
            chunks.clear();
            held = 0;
        });
    }

    /** Lets some messages more through while the direction is held. */
    void permit(int messages) {
        faults.change(() -> permits += messages);
    }

    /** Takes back the permits that were not used. */
    void revokePermits() {
        faults.change(() -> permits = 0);
    }

    int held() {
        faults.lock.lock();
        try {
            return held;
        } finally {
            faults.lock.unlock();
        }
    }

    /** Waits until no delivery is under way, but not for a receiver that does not read. */
    void awaitDelivered(long boundNanos) throws InterruptedException {
        faults.lock.lock();
        try {
            long left = boundNanos;
            while (delivering && !closed && left > 0) {
                left = faults.changed.awaitNanos(left);
            }
        } finally {
            faults.lock.unlock();
        }
    }

    /** The next bytes to deliver, to be followed by {@link #delivered}; null at the end of the stream. */
    byte @Nullable [] take() throws InterruptedException {
        faults.lock.lock();
        try {
            while (!closed) {
                Decision decision = next();
                if (decision.bytes() > 0) {
                    delivering = true;
                    return remove(decision.bytes());
                }
                if (chunks.isEmpty() && ended && !faults.isHeld(direction)) {
                    return null;
                }
                if (decision.waitNanos() == Long.MAX_VALUE) {
                    faults.changed.await();
                } else {
                    faults.changed.await(decision.waitNanos(), TimeUnit.NANOSECONDS);
                }
            }
            return null;
        } finally {
            faults.lock.unlock();
        }
    }

    void delivered() {
        faults.change(() -> delivering = false);
    }

    private Decision next() {
        Chunk head = chunks.peek();
        if (head == null || (faults.isHeld(direction) && permits == 0)) {
            return Decision.WAIT_FOR_CHANGE;
        }
        return faults.decide(System.nanoTime(), head.readAt, pacedUntil, head.left());
    }

    /** Takes up to {@code most} bytes from the head; only to the end of a message if that uses up a permit. */
    private byte[] remove(int most) {
        Chunk head = chunks.element();
        int from = head.from;
        head.from = follow(head.bytes, from, from + most);
        if (head.left() == 0) {
            chunks.remove();
        }
        int count = head.from - from;
        held -= count;
        pacedUntil = System.nanoTime() + faults.nanosFor(count);
        traffic.delivered(direction, count);
        return Arrays.copyOfRange(head.bytes, from, head.from);
    }

    private int follow(byte[] bytes, int from, int to) {
        boolean counting = faults.isHeld(direction);
        int at = from;
        for (int end = delivery.scan(bytes, at, to); end >= 0; end = delivery.scan(bytes, at, to)) {
            at = end;
            if (counting && --permits == 0) {
                return end;
            }
        }
        return to;
    }
}
