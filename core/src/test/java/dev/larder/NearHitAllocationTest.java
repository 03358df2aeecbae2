package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A near hit on the blocking path leaves nothing for the garbage collector. */
class NearHitAllocationTest {

    private static final int HITS = 200_000;

    @Test
    void get_nearHits_allocateNothingOnTheCallersThread() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Larder larder = Larder.local()) {
            Cache<Long, String> cache = larder.cache("texts", Long.class, String.class, spec -> {});
            Loader<Long, String> loader = key -> "value";
            Long key = 4711L;
            hit(cache, key, loader);
            long nearHits = cache.stats().nearHits();

            long before = threads.getCurrentThreadAllocatedBytes();
            hit(cache, key, loader);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(cache.stats().nearHits() - nearHits).isEqualTo(HITS);
            // The eviction policy may make a buffer when two threads meet; an object a hit would be 16 bytes a hit.
            assertThat(allocated).isLessThan(HITS / 10);
        }
    }

    private static void hit(Cache<Long, String> cache, Long key, Loader<Long, String> loader) {
        for (int i = 0; i < HITS; i++) {
            cache.get(key, loader);
        }
    }
}
