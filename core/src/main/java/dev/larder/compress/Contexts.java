package dev.larder.compress;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few native contexts that all threads share, since making one costs more than using it. As many are kept as there are
 * processors, twice; who finds none makes one of his own.
 *
 * @param <C> kind of context
 */
final class Contexts<C extends AutoCloseable> {

    private final ConcurrentLinkedQueue<C> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final int most = 2 * Runtime.getRuntime().availableProcessors();
    private final Supplier<C> maker;

    Contexts(Supplier<C> maker) {
        this.maker = maker;
    }

    C take() {
        @Nullable C context = idle.poll();
        if (context == null) {
            return maker.get();
        }
        kept.decrementAndGet();
        return context;
    }

    /** Gives a context back that may be used again. */
    void give(C context) {
        if (kept.incrementAndGet() <= most) {
            idle.add(context);
        } else {
            kept.decrementAndGet();
            close(context);
        }
    }

    /** Frees the memory of a context that is of no use any more. */
    static void close(AutoCloseable context) {
        try {
            context.close();
        } catch (Exception e) {
            throw new IllegalStateException("a context of Zstandard could not be closed", e);
        }
    }
}
