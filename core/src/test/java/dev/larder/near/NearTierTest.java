package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.far.RedisKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who finds whom when an entry is admitted, evicted and pushed at the same time. */
class NearTierTest {

    private final PushIndex index = new PushIndex();

    private static RedisKey redisKey(String key) {
        return new RedisKey(key.getBytes(StandardCharsets.UTF_8));
    }

    private static NearEntry<String, String> entry(String key, long id) {
        return new NearEntry<>(key, redisKey(key), 0, 1, id);
    }

    private NearTier<String, String> tier(int entries) {
        return new NearTier<>(true, entries, 0, index);
    }

    @Test
    void admit_pushHandledWhileAdmitted_isNotThere() throws Exception {
        NearTier<String, String> tier = tier(10);
        Thread push = new Thread(() -> index.invalidate(redisKey("k")));

        tier.admit(entry("k", 1), old -> {
            push.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> push.getState() == Thread.State.BLOCKED
                            || push.getState() == Thread.State.WAITING
                            || push.getState() == Thread.State.TERMINATED);
            return true;
        });
        push.join();

        assertThat(tier.find("k")).isNull();
        assertThat(index.size()).isZero();
    }

    @Test
    void admit_notAllowed_leavesTheOldOneListed() {
        NearTier<String, String> tier = tier(10);
        tier.admit(entry("k", 1), old -> true);

        assertThat(tier.admit(entry("k", 2), old -> false)).isNull();
        assertThat(tier.find("k").id()).isEqualTo(1);
        index.invalidate(redisKey("k"));

        assertThat(tier.find("k")).isNull();
        assertThat(index.size()).isZero();
    }

    @Test
    void admit_blocked_isNotListed() {
        NearTier<String, String> tier = tier(10);
        tier.block("k");

        assertThat(tier.admit(entry("k", 1), old -> true)).isNull();

        assertThat(index.size()).isZero();
        tier.unblock("k");
        assertThat(tier.admit(entry("k", 1), old -> true)).isNotNull();
    }

    @Test
    void flush_severalEntries_dropsThoseOfTheSlots() {
        NearTier<String, String> tier = tier(10);
        tier.admit(entry("k", 1), old -> true);
        tier.admit(new NearEntry<>("l", redisKey("l"), 5, 1, 2), old -> true);

        index.flush(slot -> slot == 0);

        assertThat(tier.find("k")).isNull();
        assertThat(tier.find("l")).isNotNull();
    }

    @Test
    void admit_sameEntryAgainWhileEvicted_staysListed() throws Exception {
        NearTier<String, String> tier = tier(1);
        List<NearEntry<String, String>> same = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            same.add(entry("k" + i, i));
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread evicting = new Thread(() -> {
            while (!over.get()) {
                tier.size();
            }
        });
        evicting.start();
        for (int round = 0; round < 20_000; round++) {
            tier.admit(same.get(round % same.size()), old -> true);
        }
        over.set(true);
        evicting.join();
        tier.size();

        for (NearEntry<String, String> entry : same) {
            if (tier.find(entry.key) != null) {
                index.invalidate(entry.redisKey());
                assertThat(tier.find(entry.key)).isNull();
            }
        }
        assertThat(index.size()).isZero();
    }
}
