package dev.larder.redis;

import dev.larder.redis.LinkStatus.State;
import dev.larder.redis.RedisConfig.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The primaries of one installation and who owns which slot: learns it from the {@link Resolver}, again and again, and
 * makes the links follow.
 *
 * <p>Everything changes on one thread, the control thread, which is also the ticker; {@link #routes} is an immutable table
 * behind a volatile reference for everybody else.
 */
final class Installation {

    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration EXTRA_LIFE = Duration.ofSeconds(30);

    private final Shared shared;
    private final Resolver resolver;
    private final Courier courier;
    private final Control control;
    private final Map<Node, Primary> primaries = new LinkedHashMap<>();
    private final Map<Primary, Long> extras = new HashMap<>();
    private final Queue<Runnable> afterRefresh = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final long tick;
    private volatile Routes routes;
    private volatile List<LinkStatus> unresolved;
    private volatile Collection<Primary> visible = List.of();
    private boolean refreshing;
    private boolean refreshAgain;
    private int refreshFailures;
    private long refreshAt = System.nanoTime();
    private long lastTick = System.nanoTime();
    private long lookAt = System.nanoTime();

    Installation(Shared shared) {
        this.shared = shared;
        RedisConfig config = shared.config();
        this.routes = Routes.none(shared.cluster() ? Routes.SLOTS : 1);
        this.unresolved = List.of(new LinkStatus(addresses(config), State.CONNECTING, "asking who is primary"));
        this.courier = new Courier(shared, this);
        this.tick =
                Math.max(1_000_000, Math.min(TICK.toNanos(), config.heartbeat().toNanos() / 2));
        this.control = new Control(shared.log());
        this.resolver = switch (config.mode()) {
            case STANDALONE -> Resolver.fixed(config.nodes().get(0));
            case SENTINEL -> new SentinelResolver(config, shared.transport(), control.timer());
            case CLUSTER -> new ClusterResolver(config, shared.transport(), control.timer());
        };
    }

    private static String addresses(RedisConfig config) {
        return String.join(",", config.nodes().stream().map(Primary::address).toList());
    }

    void start() {
        control.every(tick, this::tick);
    }

    Courier courier() {
        return courier;
    }

    Routes routes() {
        return routes;
    }

    /** A future of its own for each caller, which carries the failure itself and not a wrapped one. */
    @SuppressWarnings("FutureReturnValueIgnored") // the copy carries the outcome
    CompletionStage<Void> ready() {
        CompletableFuture<Void> copy = new CompletableFuture<>();
        ready.whenComplete((done, failure) -> {
            if (failure == null) {
                copy.complete(null);
            } else {
                copy.completeExceptionally(failure);
            }
        });
        return copy;
    }

    Collection<LinkStatus> links() {
        List<LinkStatus> all = new ArrayList<>();
        for (Primary primary : visible) {
            all.add(primary.status());
        }
        return all.isEmpty() ? unresolved : all;
    }

    Control control() {
        return control;
    }

    /** A tick that comes late judges nobody: the process itself was held up, and answers may be waiting to be read. */
    private void tick() {
        long now = System.nanoTime();
        boolean heldUp = now - lastTick > 8 * tick;
        lastTick = now;
        if (now - refreshAt >= 0) {
            startRefresh();
        }
        if (now - lookAt >= 0 && shared.transport().changes()) {
            lookAt = now + LOOK.toNanos();
            look(now);
        }
        for (Primary primary : List.copyOf(primaries.values())) {
            primary.tick(now, heldUp);
        }
    }

    /** Looks whether the files with certificates and credentials have changed. */
    private void look(long now) {
        Account newest = shared.transport().look();
        if (newest != null) {
            primaries.values().forEach(primary -> primary.renew(newest, now));
        }
    }

    /** Asks who owns what, soon. Any thread. */
    void refresh() {
        control.execute(this::startRefresh);
    }

    /** Asks who owns what, then runs something on the control thread. Any thread. */
    void afterRefresh(Runnable task) {
        afterRefresh.add(task);
        if (!control.execute(this::startRefresh)) {
            runWaiting();
        }
    }

    private void startRefresh() {
        if (refreshing) {
            refreshAgain = true;
            return;
        }
        refreshing = true;
        refreshAgain = false;
        CompletionStage<List<@Nullable Node>> answer;
        try {
            answer = resolver.owners(List.copyOf(primaries.keySet()));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((owners, failure) -> control.execute(() -> refreshed(owners, failure)));
    }

    private void refreshed(@Nullable List<@Nullable Node> owners, @Nullable Throwable failure) {
        refreshing = false;
        if (control.isClosed()) {
            runWaiting();
            return;
        }
        RedisConfig config = shared.config();
        Duration next = resolver.interval();
        if (owners != null) {
            refreshFailures = 0;
            apply(owners);
            if (next.isZero()) {
                next = Duration.ofDays(365);
            }
        } else {
            RedisException reason = Diagnosis.explain(addresses(config), config, failure);
            unresolved = List.of(new LinkStatus(addresses(config), State.DOWN, String.valueOf(reason.getMessage())));
            shared.log().warn("redis: cannot find out who is primary: " + reason.getMessage(), null);
            ready.completeExceptionally(reason);
            next = Backoff.pause(config.minBackoff(), config.maxBackoff(), refreshFailures++, Math.random());
        }
        refreshAt = System.nanoTime() + next.toNanos();
        runWaiting();
        if (refreshAgain && owners != null) {
            startRefresh();
        }
    }

    private void runWaiting() {
        for (Runnable task = afterRefresh.poll(); task != null; task = afterRefresh.poll()) {
            control.run(task);
        }
    }

    /** Makes the table and the links follow an answer. */
    private void apply(List<@Nullable Node> owners) {
        Routes before = routes;
        @Nullable Primary[] table = new @Nullable Primary[before.slots()];
        Map<Primary, BitSet> moved = new LinkedHashMap<>();
        for (int slot = 0; slot < table.length; slot++) {
            Node node = owners.get(slot);
            Primary owner = node == null ? null : primary(node);
            table[slot] = owner;
            Primary previous = before.owner(slot);
            if (previous != null && previous != owner) {
                moved.computeIfAbsent(previous, p -> new BitSet()).set(slot);
            }
        }
        Routes after = before.sameAs(table) ? before : Routes.of(table);
        routes = after;
        shared.coherence().members(after.primaries());
        after.primaries().forEach(extras::remove);
        moved.forEach(this::flush);
        dropUnused(after);
        visible = List.copyOf(primaries.values());
        for (Primary primary : after.primaries()) {
            primary.joinIfUp();
            primary.tick(System.nanoTime(), true);
        }
        checkReady();
    }

    private Primary primary(Node node) {
        return primaries.computeIfAbsent(node, n -> new Primary(n, this, shared));
    }

    private void dropUnused(Routes after) {
        long now = System.nanoTime();
        for (Primary primary : List.copyOf(primaries.values())) {
            Long asked = extras.get(primary);
            boolean wanted =
                    after.primaries().contains(primary) || (asked != null && now - asked < EXTRA_LIFE.toNanos());
            if (!wanted) {
                extras.remove(primary);
                primaries.remove(primary.node());
                primary.retire("redis " + primary.address() + ": not a primary any more", true);
            }
        }
    }

    /** Announces slots that a primary lost, on the I/O thread of its link and behind what it has answered so far. */
    private void flush(Primary previous, BitSet slots) {
        Link link = previous.link();
        Runnable announce = () -> {
            try {
                shared.listener().onFlush(slots::get);
            } catch (RuntimeException | Error e) {
                courier.misbehaved(e);
            }
        };
        if (link == null || link.isLost()) {
            announce.run();
        } else {
            long now = System.nanoTime();
            link.dispatch(new Exchange(Verb.TIME, List.of(), link, new Afterwards(announce), now, 0));
        }
    }

    /** Finds a link to a server that need not own a slot yet; null if there is none now, but soon perhaps. */
    void withLinkTo(Node node, Consumer<@Nullable Link> then) {
        Runnable task = () -> {
            Primary primary = primary(node);
            if (!routes.primaries().contains(primary)) {
                extras.put(primary, System.nanoTime());
            }
            Link link = primary.link();
            then.accept(link != null && link.gate() == Link.Gate.OPEN ? link : null);
        };
        if (!control.execute(task)) {
            then.accept(null);
        }
    }

    /** A server says that it is not the one to ask. */
    void wrongServer(Link link) {
        if (!shared.cluster()) {
            link.lose(
                    new RedisUnavailableException("redis " + link.address() + ": it is not a primary any more", null));
        }
        refresh();
    }

    RedisUnavailableException noOwner(int slot) {
        LinkStatus status = unresolved.get(0);
        boolean none = routes.primaries().isEmpty();
        return new RedisUnavailableException(
                none
                        ? "redis " + status.address() + ": no primary known: " + status.detail()
                        : "redis: no primary owns slot " + slot + " of the Cluster; look at CLUSTER INFO",
                null);
    }

    /** An attempt to connect has ended. Control thread. */
    void attempted(Primary primary, @Nullable RedisException failure) {
        if (ready.isDone()) {
            return;
        }
        if (failure != null && routes.primaries().contains(primary)) {
            ready.completeExceptionally(failure);
        }
        checkReady();
    }

    private void checkReady() {
        if (!ready.isDone() && !routes.primaries().isEmpty()) {
            boolean all = routes.primaries().stream().allMatch(primary -> primary.link() != null);
            if (all) {
                ready.complete(null);
            }
        }
    }

    void close() {
        if (!control.close()) {
            return;
        }
        String why = "redis: closed";
        CompletableFuture<Void> retired = new CompletableFuture<>();
        boolean accepted = control.execute(() -> {
            primaries.values().forEach(primary -> primary.retire(why, false));
            shared.coherence().members(List.of());
            ready.completeExceptionally(new RedisUnavailableException(why, null));
            retired.complete(null);
        });
        if (accepted && !Thread.currentThread().getName().startsWith(Transport.THREADS)) {
            Transport.await(retired);
        }
        resolver.close();
        shared.transport().close();
        control.end();
        runWaiting();
    }

    /** Runs something when an exchange is over, however it ended. */
    private record Afterwards(Runnable task) implements Outcome {
        @Override
        public void answered(@Nullable Object value, boolean late) {
            if (!late) {
                task.run();
            }
        }

        @Override
        public void refused(String error, boolean late) {
            if (!late) {
                task.run();
            }
        }

        @Override
        public void failed(RedisException failure) {
            task.run();
        }
    }
}
