package dev.larder.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Stress of a write of this process against replies that are just being learned. */
class TagVersionsRaceTest {

    @Test
    void block_whileVersionsAreLearned_leavesNoneUntilUnblocked() throws Exception {
        TagVersions versions = new TagVersions(10);
        AtomicBoolean over = new AtomicBoolean();
        Thread replies = new Thread(() -> {
            while (!over.get()) {
                versions.learn("t", 1, System.nanoTime());
            }
        });
        replies.start();
        int leaked = 0;
        for (int i = 0; i < 100_000; i++) {
            versions.block("t");
            for (int look = 0; look < 10; look++) {
                leaked += versions.find("t") == null ? 0 : 1;
            }
            versions.unblock("t");
        }
        over.set(true);
        replies.join();

        assertThat(leaked).isZero();
    }
}
