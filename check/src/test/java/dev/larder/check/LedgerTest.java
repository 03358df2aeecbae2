package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written, as all processes see it. */
class LedgerTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    private Path folder;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(folder.resolve("ledger"), 3);
    }

    private void write(int key) {
        ledger.acknowledge(key, ledger.begin(key));
    }

    @Test
    void begin_nextVersion_isSeenByOthersAndNotAcknowledged() {
        write(1);
        ledger.begin(1);
        Ledger other = Ledger.open(folder.resolve("ledger"), 3);

        assertThat(other.begun(1)).isEqualTo(2);
        assertThat(other.acknowledged(1)).isEqualTo(1);
        assertThat(other.begun(0)).isZero();
        assertThat(other.begun(2)).isZero();
    }

    @Test
    void outdated_theNewestOrOneUnderWay_isNot() {
        write(0);
        ledger.begin(0);

        assertThat(ledger.outdated(0, 1, 1, System.nanoTime(), 0)).isFalse();
        assertThat(ledger.outdated(0, 2, 1, System.nanoTime(), 0)).isFalse();
    }

    @Test
    void outdated_oneBeforeTheNewest_isSoAfterTheSlack() {
        write(0);
        write(0);
        long now = System.nanoTime();

        assertThat(ledger.outdated(0, 1, 2, now, 0)).isTrue();
        assertThat(ledger.outdated(0, 1, 2, now, SECOND)).isFalse();
        assertThat(ledger.outdated(0, 1, 2, now + 2 * SECOND, SECOND)).isTrue();
    }

    @Test
    void outdated_soLongAgoThatNoTimeIsKnown_isSo() {
        for (int i = 0; i < 100; i++) {
            write(2);
        }

        assertThat(ledger.outdated(2, 3, 100, System.nanoTime(), SECOND)).isTrue();
        assertThat(ledger.outdated(2, 99, 100, System.nanoTime(), SECOND)).isFalse();
    }
}
