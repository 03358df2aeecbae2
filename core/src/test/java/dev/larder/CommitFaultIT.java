package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.NearKeys.Copy;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders of a keyspace that Redis does not get at once, or that a server forgets which comes back with old data. */
class CommitFaultIT {

    private static final String NAME = "larder:@orders:a";

    private final Queue<LarderEvent> events = new ConcurrentLinkedQueue<>();
    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Larder larder;
    private Keyspace orders;

    @BeforeEach
    void connect() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
        use("?dead-after=60s&max-backoff=200ms");
        ask("SET", NAME, "old", "PX", "600000");
    }

    private void use(String options) {
        larder = Connected.to(
                redis.uri(proxy) + options,
                builder -> builder.listener(events::add)
                        .config(LarderConfig.builder().journalEntries(2).build()));
        orders = larder.keyspace("orders");
    }

    @AfterEach
    void close() {
        larder.close();
        proxy.close();
        redis.close();
    }

    private String ask(String... command) {
        try (Foreign foreign = Foreign.at(redis)) {
            return foreign.call(command);
        }
    }

    private Command<String> set(String key, String value) {
        return Command.set(orders.key(key), value.getBytes(StandardCharsets.UTF_8), 600_000);
    }

    private CompletableFuture<Delivery> committing(String id, String value) {
        return orders.commit(id, set(id, value)).toCompletableFuture();
    }

    private Delivery commit(String id, String value) {
        return orders.await(executor -> orders.commit(id, set(id, value)));
    }

    private void awaitDelivered(String value) {
        Waits.until(() -> Waits.engine(larder).journal().pending() == 0);
        assertThat(orders.pending("a")).isFalse();
        assertThat(ask("GET", NAME)).isEqualTo(value);
        assertThat(Waits.engine(larder).index().copies().blocked()).isZero();
    }

    private void awaitPrimaryChanged() {
        Waits.until(() -> events.stream().anyMatch(LarderEvent.PrimaryChanged.class::isInstance));
        Connected.awaitCoherent(larder);
    }

    @Test
    void commit_connected_isAcknowledged() {
        Waits.until(() -> commit("a", "new") == Delivery.ACKNOWLEDGED);

        awaitDelivered("new");
    }

    @Test
    void commit_underWay_isPendingHereOnly() {
        larder.close();
        use("?timeout=20s&dead-after=30s");
        Keyspace others = larder.keyspace("others");
        proxy.holdReplies();

        CompletableFuture<Delivery> first = committing("a", "newer");
        CompletableFuture<Delivery> second = committing("a", "newest");

        assertThat(orders.pending("a")).isTrue();
        assertThat(orders.pending("b")).isFalse();
        assertThat(others.pending("a")).isFalse();
        proxy.heal();
        assertThat(first).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(second).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Delivery.ACKNOWLEDGED);
        awaitDelivered("newest");
    }

    @Test
    void commit_aboutMore_isPendingByThatWhileItIsInTheJournal() {
        proxy.holdReplies();
        CompletableFuture<Delivery> commit =
                orders.commit("a", List.of("b", "c"), set("a", "new")).toCompletableFuture();
        assertThat(orders.pending("a")).isTrue();
        assertThat(orders.pending("b")).isFalse();

        assertThat(commit).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Delivery.JOURNALED);

        assertThat(List.of("a", "b", "c")).allMatch(orders::pending);
        proxy.heal();
        awaitDelivered("new");
        assertThat(List.of("a", "b", "c")).noneMatch(orders::pending);
    }

    @Test
    void commit_connectionBlackHoled_isPendingAndDeliveredWithoutReconnect() {
        proxy.blackHoleRequests();

        assertThat(commit("a", "new")).isEqualTo(Delivery.JOURNALED);

        assertThat(orders.pending("a")).isTrue();
        assertThat(ask("GET", NAME)).isEqualTo("old");
        assertThat(events).anyMatch(LarderEvent.Journaled.class::isInstance);
        proxy.heal();
        awaitDelivered("new");
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void commit_serverStopped_isPendingAndDeliveredLater() {
        redis.pause();

        assertThat(commit("a", "new")).isEqualTo(Delivery.JOURNALED);

        assertThat(orders.pending("a")).isTrue();
        redis.resume();
        awaitDelivered("new");
    }

    @Test
    void commit_connectionCut_isPendingAndDeliveredAfterReconnect() {
        proxy.refuse(true);
        proxy.reset();

        assertThat(commit("a", "new")).isEqualTo(Delivery.JOURNALED);

        assertThat(orders.pending("a")).isTrue();
        proxy.heal();
        awaitDelivered("new");
        assertThat(proxy.accepted()).isGreaterThan(1);
    }

    @Test
    void commit_serverDownAndBackWithOldData_isDelivered() {
        ask("SAVE");
        redis.kill();

        assertThat(commit("a", "new")).isEqualTo(Delivery.JOURNALED);

        redis.restart();
        awaitDelivered("new");
    }

    @Test
    void commit_replyLostWithItsConnection_isExecutedAgain() {
        proxy.blackHoleReplies();
        CompletableFuture<Delivery> commit = committing("a", "new");
        Waits.until(() -> ask("GET", NAME).equals("new"));
        proxy.reset();
        assertThat(commit).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Delivery.JOURNALED);
        ask("SET", NAME, "old", "PX", "600000");

        proxy.heal();

        awaitDelivered("new");
    }

    @Test
    void commit_acknowledgedAndForgottenByARestart_isRepeated() {
        ask("SAVE");
        Waits.until(() -> commit("a", "newer") == Delivery.ACKNOWLEDGED);
        Waits.until(() -> commit("a", "newest") == Delivery.ACKNOWLEDGED);
        redis.kill();
        redis.restart();
        awaitPrimaryChanged();

        assertThat(ask("GET", NAME)).isEqualTo("newest");
        awaitDelivered("newest");
    }

    /** These connections may be back before the tracked ones are. */
    @Test
    void commit_newPrimary_isRepeatedFirstOnUntrackedConnectionsToo() {
        Waits.until(() -> commit("a", "new") == Delivery.ACKNOWLEDGED);
        Untracked untracked = Objects.requireNonNull(((TieredLarder) larder).untracked());

        List<Call<?>> calls = untracked.onConnect(slot -> true, true);

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).command().keys()).containsExactly(orders.key("a"));
        assertThat(untracked.onConnect(slot -> true, false)).isEmpty();
        assertThat(untracked.onConnect(slot -> false, true)).isEmpty();
    }

    @Test
    void commit_refusedByTheServer_keepsItsKeysFarUntilItIsDelivered() {
        NearKeys<String> near = orders.near(10);
        ask("ACL", "SETUSER", "engine", "-set");
        assertThat(read(near)).isEqualTo("old");

        assertThat(commit("a", "new")).isEqualTo(Delivery.JOURNALED);

        assertThat(near.find("a")).isNull();
        assertThat(read(near)).isEqualTo("old");
        assertThat(near.find("a")).isNull();
        ask("ACL", "SETUSER", "engine", "+set");
        Waits.until(() -> !orders.pending("a"));
        assertThat(near.find("a")).isNull();
        assertThat(read(near)).isEqualTo("new");
        Waits.until(() -> read(near).equals("new") && near.find("a") != null);
        ask("ACL", "LOG", "RESET");
    }

    private String read(NearKeys<String> near) {
        return orders.await(executor -> near.read(
                        "a",
                        Command.get(orders.key("a")),
                        value -> Copy.of(new String(value, StandardCharsets.UTF_8)),
                        executor))
                .value();
    }

    @Test
    void commit_moreThanTheJournalHolds_isRefusedAndNotPending() {
        proxy.refuse(true);
        proxy.reset();
        assertThat(commit("a", "newer")).isEqualTo(Delivery.JOURNALED);
        assertThat(commit("b", "new")).isEqualTo(Delivery.JOURNALED);

        assertThatThrownBy(() -> commit("c", "new"))
                .isInstanceOf(CacheUnavailableException.class)
                .hasMessageContaining("journal-entries")
                .hasMessageNotContaining("new");
        assertThat(orders.pending("c")).isFalse();

        assertThat(commit("a", "newest")).as("a newer one in its place").isEqualTo(Delivery.JOURNALED);
        proxy.heal();
        awaitDelivered("newest");
        assertThat(ask("GET", "larder:@orders:b")).isEqualTo("new");
        assertThat(ask("GET", "larder:@orders:c")).isEmpty();
        Waits.until(() -> commit("c", "new") == Delivery.ACKNOWLEDGED);
    }

    @Test
    void commit_larderClosedBeforeTheReply_isRefused() {
        larder.close();
        use("?timeout=20s&dead-after=30s");
        proxy.blackHoleRequests();
        CompletableFuture<Delivery> commit = committing("a", "new");

        larder.close();

        assertThat(commit)
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(CacheUnavailableException.class)
                .withMessageContaining("closed");
        assertThat(orders.pending("a")).isFalse();
        assertThat(Waits.engine(larder).index().copies().blocked()).isZero();
        assertThatThrownBy(() -> commit("a", "new")).isInstanceOf(CacheUnavailableException.class);
        assertThat(committing("a", "new"))
                .as("no surprise for who waits for the stage")
                .isCompletedExceptionally();
    }

    @Test
    void commit_withoutAKey_isRefused() {
        assertThatThrownBy(() -> orders.commit("a", Command.info("server")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a key");
    }
}
