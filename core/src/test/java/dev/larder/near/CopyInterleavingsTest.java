package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** All orders of reads, publishing, own writes, pushes and a flush around the copies of a keyspace. */
class CopyInterleavingsTest {

    private final AtomicInteger served = new AtomicInteger();

    private int runAll(Supplier<CopyWorld> worlds) {
        CopyWorld[] last = new CopyWorld[1];
        int orders = Interleavings.runAll(() -> {
            count(last[0]);
            last[0] = worlds.get();
            return last[0];
        });
        count(last[0]);
        assertThat(served).as("answered at all").hasPositiveValue();
        return orders;
    }

    private void count(CopyWorld world) {
        if (world != null) {
            served.addAndGet(world.served());
        }
    }

    @Test
    void copy_ofTwoKeysBothChangedElsewhere_isNeverOlderThanWhatWasHeard() {
        assertThat(runAll(() ->
                        new CopyWorld().reader("one").reader("two").stranger(0).stranger(1)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_ofAKeyWrittenHere_isNeverOlderThanTheWrite() {
        assertThat(runAll(() -> new CopyWorld().reader("one").reader("two").writer("writer", 0)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_ofKeysWrittenHereAndElsewhere_isNeverOlderThanEither() {
        assertThat(runAll(() -> new CopyWorld()
                        .reader("one")
                        .writer("writer", 0)
                        .stranger(0)
                        .stranger(1)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_ofAKeyWrittenHereTwice_isBlockedUntilBothAreAnswered() {
        assertThat(runAll(
                        () -> new CopyWorld().reader("one").writer("writer", 0).writer("other writer", 0)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_writtenThroughAndElsewhere_isNeverOlderThanEither() {
        assertThat(runAll(() -> new CopyWorld()
                        .copied()
                        .writerThroughTheCopy("writer", 0)
                        .stranger(0)
                        .stranger(1)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_writtenThroughWhileItIsRead_isNeverOlderThanTheWrite() {
        assertThat(runAll(() -> new CopyWorld()
                        .copied()
                        .writerThroughTheCopy("writer", 0)
                        .reader("reader")
                        .stranger(0)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_writtenThroughTwice_holdsBoth() {
        assertThat(runAll(() ->
                        new CopyWorld().copied().writerThroughTheCopy("one", 0).writerThroughTheCopy("other", 0)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_writtenThroughAndFlushed_isNeverOlderThanWhatWasHeard() {
        assertThat(runAll(() -> new CopyWorld()
                        .copied()
                        .writerThroughTheCopy("writer", 0)
                        .reader("reader")
                        .flush()
                        .stranger(0)))
                .isGreaterThan(1000);
    }

    @Test
    void copy_flushed_isNeverOlderThanWhatWasHeard() {
        assertThat(runAll(() ->
                        new CopyWorld().reader("one").reader("two").stranger(0).flush()))
                .isGreaterThan(1000);
    }
}
