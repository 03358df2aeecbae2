package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.far.RedisKey;
import dev.larder.tag.TagVersion;
import dev.larder.tag.TagVersions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who finds whom when an entry is admitted, evicted and pushed at the same time. */
class NearTierTest {

    private final PushIndex index = new PushIndex();
    private final TagVersions known = new TagVersions(10);

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
    void noteRead_ofOneEntry_countsOnceInAWhile() {
        NearTier<String, String> tier = tier(4);
        NearEntry<String, String> one = entry("one", 1);
        NearEntry<String, String> two = entry("two", 2);
        // The policy begins to look at reads when it is half full, and orders by them what has left its window of one.
        List.of(one, two, entry("last", 3)).forEach(entry -> tier.admit(entry, old -> true));
        assertThat(tier.hottest(4)).hasSize(3);
        long now = System.nanoTime();

        tier.noteRead(one, now);
        assertThat(tier.hottest(1)).containsExactly(one);
        tier.noteRead(two, now);
        assertThat(tier.hottest(1)).containsExactly(two);
        tier.noteRead(one, now + NearTier.NOTE_NANOS - 1);
        tier.find("one");
        assertThat(tier.hottest(1)).containsExactly(two);
        tier.noteRead(one, now + NearTier.NOTE_NANOS);
        assertThat(tier.hottest(1)).containsExactly(one);
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

    /** A published entry that a fill has admitted ahead of its reply. */
    private static NearEntry<String, String> ahead(String key, long id) {
        NearEntry<String, String> entry = entry(key, id);
        entry.publish("v", new TagVersion[0], Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0);
        entry.expectFill();
        return entry;
    }

    @Test
    void push_fillUnderWay_withholdsUntilTheReply() {
        NearTier<String, String> tier = tier(10);
        NearEntry<String, String> entry = ahead("k", 1);
        tier.admit(entry, old -> true);
        assertThat(entry.current(known)).isTrue();

        index.invalidate(redisKey("k"));

        assertThat(tier.find("k")).isSameAs(entry);
        assertThat(entry.current(known)).isFalse();
        entry.settle();
        assertThat(entry.current(known)).isTrue();
        index.invalidate(redisKey("k"));
        assertThat(tier.find("k")).isNull();
        assertThat(index.size()).isZero();
    }

    @Test
    void publish_withheld_staysWithheld() {
        NearTier<String, String> tier = tier(10);
        NearEntry<String, String> entry = ahead("k", 1);
        tier.admit(entry, old -> true);
        index.invalidate(redisKey("k"));

        entry.publish("w", new TagVersion[0], Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0);

        assertThat(entry.current(known)).isFalse();
        NearEntry<String, String> read = entry("k", 1);
        assertThat(tier.admit(read, old -> true)).isSameAs(read);
    }

    @Test
    void admit_sameEntryWhoseTagWasRetired_takesItsPlace() {
        NearTier<String, String> tier = tier(10);
        NearEntry<String, String> old = entry("k", 1);
        TagVersion version = known.learn("t", 7, 0);
        old.publish("v", new TagVersion[] {version}, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0);
        tier.admit(old, there -> true);
        known.forget("t");

        NearEntry<String, String> read = entry("k", 1);

        assertThat(tier.admit(read, there -> true)).isSameAs(read);
    }

    @Test
    void push_fillUnderWayButRefused_dropsTheOldOne() throws Exception {
        NearTier<String, String> tier = tier(10);
        tier.admit(entry("k", 1), old -> true);
        Thread push = new Thread(() -> index.invalidate(redisKey("k")));

        tier.admit(ahead("k", 2), old -> {
            push.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> push.getState() == Thread.State.BLOCKED
                            || push.getState() == Thread.State.WAITING
                            || push.getState() == Thread.State.TERMINATED);
            return false;
        });
        push.join();

        assertThat(tier.find("k")).isNull();
        assertThat(index.size()).isZero();
    }

    @Test
    void flush_fillUnderWay_dropsTheEntry() {
        NearTier<String, String> tier = tier(10);
        tier.admit(ahead("k", 1), old -> true);

        index.flush(slot -> true);

        assertThat(tier.find("k")).isNull();
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
