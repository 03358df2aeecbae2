package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.far.RedisKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Stress of writes of this process and of evictions against replies that are just being admitted. */
class CopiesRaceTest {

    private static final long LATER = Long.MAX_VALUE / 2;

    private static RedisKey key(String name) {
        return new RedisKey(name.getBytes(StandardCharsets.UTF_8));
    }

    private static Thread admitting(Copies<String> copies, List<String> ids, List<RedisKey> keys, AtomicBoolean over) {
        Thread replies = new Thread(() -> {
            while (!over.get()) {
                for (String id : ids) {
                    NearCopy<String> copy = copies.admit(id, keys, 0);
                    if (copy != null) {
                        copy.publish("old", LATER, copy.revision());
                    }
                }
            }
        });
        replies.start();
        return replies;
    }

    @Test
    void block_whileCopiesAreAdmitted_leavesNoneUntilUnblocked() throws Exception {
        CopyIndex index = new CopyIndex();
        Copies<String> copies = new Copies<>(10, index);
        List<RedisKey> keys = List.of(key("a"), key("b"));
        AtomicBoolean over = new AtomicBoolean();
        Thread replies = admitting(copies, List.of("id"), keys, over);
        int leaked = 0;
        for (int i = 0; i < 100_000; i++) {
            index.block(List.of(keys.get(i % 2)));
            for (int look = 0; look < 10; look++) {
                NearCopy<String> copy = copies.find("id");
                leaked += copy == null || copy.answer(LATER) == null ? 0 : 1;
            }
            index.unblock(List.of(keys.get(i % 2)));
        }
        over.set(true);
        replies.join();
        copies.drop("id");

        assertThat(leaked).isZero();
        assertThat(index.size()).isZero();
    }

    /** The server's word of an own change follows the answer directly: whatever comes later is of somebody else. */
    @Test
    void pushed_behindAnotherAnswer_dropsACopyThatWasChanged() {
        CopyIndex index = new CopyIndex();
        Copies<String> copies = new Copies<>(10, index);
        RedisKey key = key("a");
        for (boolean otherAnswer : new boolean[] {false, true}) {
            NearCopy<String> copy = Objects.requireNonNull(copies.admit("id", List.of(key), 0));
            copy.publish("old", LATER, copy.revision());
            index.answered();
            assertThat(copy.change(key, old -> "new")).isTrue();
            if (otherAnswer) {
                index.answered();
            }

            index.pushed(key);

            assertThat(copy.answer(LATER)).isEqualTo(otherAnswer ? null : "new");
            assertThat(copy.change(key, old -> "newer")).isEqualTo(!otherAnswer);
        }
    }

    @Test
    void invalidate_whileCopiesAreAdmittedAndEvicted_leavesNothingListed() throws Exception {
        CopyIndex index = new CopyIndex();
        Copies<String> copies = new Copies<>(2, index);
        List<RedisKey> keys = List.of(key("a"), key("b"));
        List<String> ids = List.of("one", "two", "three", "four");
        AtomicBoolean over = new AtomicBoolean();
        Thread replies = admitting(copies, ids, keys, over);
        Thread others = admitting(copies, ids, keys.subList(1, 2), over);
        for (int i = 0; i < 20_000; i++) {
            index.invalidate(keys.get(i % 2));
        }
        over.set(true);
        replies.join();
        others.join();
        index.flush(slot -> true);

        assertThat(copies.size()).isZero();
        assertThat(index.size()).isZero();
    }
}
