package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.outage.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invalidations that Redis does not get at once, or that a server forgets which comes back with old data. */
class JournalFaultIT {

    private static final String KEY = "k";
    private static final String VALUE_KEY = "larder:journal:{k}";

    private final Queue<LarderEvent> events = new ConcurrentLinkedQueue<>();
    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Larder one;
    private Cache<String, String> here;

    @BeforeEach
    void connect() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
        one = connect("?dead-after=60s&max-backoff=200ms");
        here = cache(one);
        try (Larder two = Quiet.patient(redis.uri())) {
            cache(two).put(KEY, "old");
        }
        assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("old");
    }

    @AfterEach
    void close() {
        one.close();
        proxy.close();
        redis.close();
    }

    private Larder connect(String options) {
        return Connected.to(
                redis.uri(proxy) + options,
                builder -> builder.listener(events::add)
                        .config(LarderConfig.builder().journalEntries(2).build()));
    }

    private static Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "journal",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy -> policy.ttl(Duration.ofHours(1))
                                .jitter(0)
                                .earlyRefresh(0)
                                .negativeTtl(Duration.ZERO)));
    }

    private boolean exists(String key) {
        try (Foreign foreign = Foreign.at(redis)) {
            return foreign.exists(key);
        }
    }

    private void awaitDelivered() {
        Waits.until(() -> Waits.engine(one).journal().pending() == 0);
        assertThat(exists(VALUE_KEY)).isFalse();
        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    private void awaitPrimaryChanged() {
        Waits.until(() -> events.stream().anyMatch(LarderEvent.PrimaryChanged.class::isInstance));
        Connected.awaitCoherent(one);
    }

    @Test
    void invalidate_connectionBlackHoled_isObeyedHereAndDeliveredWithoutReconnect() {
        proxy.blackHoleRequests();

        assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Unavailable.class);
        assertThat(exists(VALUE_KEY)).isTrue();
        proxy.heal();
        awaitDelivered();
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void invalidate_serverStopped_isObeyedHereAndDeliveredLater() {
        redis.pause();

        assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        redis.resume();
        awaitDelivered();
    }

    @Test
    void invalidate_connectionCut_isObeyedHereAndDeliveredAfterReconnect() {
        proxy.refuse(true);
        proxy.reset();

        assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        proxy.heal();
        awaitDelivered();
        assertThat(proxy.accepted()).isGreaterThan(1);
    }

    @Test
    void invalidate_refusedByTheServer_isObeyedHereAndDeliveredLater() {
        try (Foreign foreign = Foreign.at(redis)) {
            foreign.call("ACL", "SETUSER", "engine", "-del");

            assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);

            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Unavailable.class);
            assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
            assertThat(here.getAll(List.of(KEY), keys -> Map.of(KEY, "newer"))).containsEntry(KEY, "newer");
            assertThat(foreign.exists(VALUE_KEY)).isTrue();
            foreign.call("ACL", "SETUSER", "engine", "+del");
            awaitDelivered();
            foreign.call("ACL", "LOG", "RESET");
        }
    }

    @Test
    void invalidate_tagWhileConnectionCut_isObeyedHereAndDeliveredAfterReconnect() {
        proxy.refuse(true);
        proxy.reset();

        assertThat(one.invalidateTag("t")).isEqualTo(Delivery.JOURNALED);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        proxy.heal();
        Waits.until(() -> Waits.engine(one).journal().pending() == 0);
        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void expireTag_whileConnectionCut_isDeliveredAsAnInvalidation() {
        proxy.refuse(true);
        proxy.reset();

        assertThat(one.expireTag("t")).isEqualTo(Delivery.JOURNALED);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        proxy.heal();
        Waits.until(() -> Waits.engine(one).journal().pending() == 0);
        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void expireTag_afterAnInvalidationThatWaits_doesNotStandInForIt() {
        Journal journal = Waits.engine(one).journal();
        try (Foreign foreign = Foreign.at(redis)) {
            String before = foreign.call("GET", "{larder}:tag:t");
            journal.failed(new Journal.Item.Tag("tag:t"), journal.begin());

            one.expireTag("t");

            Waits.until(() -> journal.pending() == 0);
            assertThat(foreign.call("GET", "{larder}:tag:t")).doesNotContain(before);
        }
    }

    @Test
    void expireTag_acknowledgedAndForgottenByARestart_isRepeated() {
        save();
        Waits.until(() -> one.expireTag("t") == Delivery.ACKNOWLEDGED);
        redis.kill();
        redis.restart();
        awaitPrimaryChanged();

        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void put_serverStopped_isAnInvalidationUntilItIsDelivered() {
        redis.pause();

        assertThat(here.put(KEY, "new")).isEqualTo(Delivery.JOURNALED);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        redis.resume();
        Waits.until(() -> Waits.engine(one).journal().pending() == 0);
        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
    }

    @Test
    void invalidate_serverDownAndBackWithOldData_isDelivered() {
        save();
        redis.kill();

        assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);

        redis.restart();
        awaitDelivered();
    }

    @Test
    void invalidate_acknowledgedAndForgottenByARestart_isRepeated() {
        save();
        Waits.until(() -> here.invalidate(KEY) == Delivery.ACKNOWLEDGED);
        redis.kill();
        redis.restart();
        awaitPrimaryChanged();

        assertThat(exists(VALUE_KEY)).isFalse();
        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void put_acknowledgedAndForgottenByARestart_leavesNothingOld() {
        save();
        Waits.until(() -> here.put(KEY, "new") == Delivery.ACKNOWLEDGED);
        redis.kill();
        redis.restart();
        awaitPrimaryChanged();

        assertThat(exists(VALUE_KEY)).isFalse();
        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
    }

    @Test
    void invalidateTag_acknowledgedAndForgottenByARestart_isRepeated() {
        save();
        Waits.until(() -> one.invalidateTag("t") == Delivery.ACKNOWLEDGED);
        redis.kill();
        redis.restart();
        awaitPrimaryChanged();

        assertThat(exists(VALUE_KEY)).isTrue();
        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void near_serverBackWithoutData_servesNothingOfBefore() {
        redis.restartEmpty();
        awaitPrimaryChanged();

        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
    }

    @Test
    void invalidate_moreThanTheJournalHolds_invalidatesTheWholeCache() {
        Waits.until(() -> here.put("other", "old") == Delivery.ACKNOWLEDGED);
        proxy.refuse(true);
        proxy.reset();
        Waits.until(() -> here.lookup(KEY) instanceof Lookup.Unavailable);

        for (String key : List.of("a", "b", "c", KEY)) {
            assertThat(here.invalidate(key)).isEqualTo(Delivery.JOURNALED);
        }
        assertThat(events).anyMatch(LarderEvent.JournalOverflow.class::isInstance);
        proxy.heal();
        Waits.until(() -> Waits.engine(one).journal().pending() == 0);

        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
        assertThat(Waits.answered(here, "other")).isInstanceOf(Lookup.Miss.class);
    }

    private void save() {
        try (Foreign foreign = Foreign.at(redis)) {
            foreign.call("SAVE");
        }
    }
}
