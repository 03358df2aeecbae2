package dev.larder.redis;

import dev.larder.redis.LinkStatus.State;
import dev.larder.redis.RedisConfig.Node;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One primary and the succession of its links. At most one connection exists at a time: the next is attempted only when
 * the last is closed and nothing more can be received on it.
 *
 * <p>All state changes are made on the control thread; {@link #link} and {@link #status} are volatile for the threads that
 * only look. A loss is marked by {@link Link#lose} on whatever thread notices it: that thread takes the proof of freshness
 * away at once, and the control thread does the rest.
 */
final class Primary {

    private enum Phase {
        /** No connection; the next attempt is due at {@code retryAt}. */
        WAITING,
        /** The client connects, or the handshake is under way, until {@code deadline}. */
        CONNECTING,
        /** In use. */
        LINKED,
        /** The last connection is being closed. */
        CLOSING
    }

    private final Node node;
    private final Installation installation;
    private final Shared shared;
    private Phase phase = Phase.WAITING;
    private long retryAt = System.nanoTime();
    private long deadline;
    private Duration patience = Duration.ZERO;
    private long epoch;
    private int failures;
    private long upSince;
    private boolean everUp;
    private boolean retired;
    private @Nullable Routes probed;
    private byte @Nullable [] probe;
    private @Nullable State told;
    private @Nullable Link current;
    private volatile @Nullable Link link;
    private volatile LinkStatus status;

    Primary(Node node, Installation installation, Shared shared) {
        this.node = node;
        this.installation = installation;
        this.shared = shared;
        this.status = new LinkStatus(address(node), State.CONNECTING, "first attempt");
    }

    static String address(Node node) {
        return node.host().indexOf(':') < 0 ? node.host() + ":" + node.port() : "[" + node.host() + "]:" + node.port();
    }

    Node node() {
        return node;
    }

    String address() {
        return status.address();
    }

    LinkStatus status() {
        return status;
    }

    /** The link in use, which may be stalled or just lost; null while there is none. */
    @Nullable
    Link link() {
        return link;
    }

    Courier courier() {
        return installation.courier();
    }

    boolean owns(int slot) {
        return installation.routes().owner(slot) == this;
    }

    /** The slots owned now, as a predicate that does not change. */
    IntPredicate slots() {
        Routes routes = installation.routes();
        return slot -> slot >= 0 && slot < routes.slots() && routes.owner(slot) == this;
    }

    /** A key in one of the slots owned now, for heartbeats; null if there is none. Control thread. */
    byte @Nullable [] probe() {
        Routes routes = installation.routes();
        if (probed != routes) {
            probed = routes;
            probe = null;
            for (int i = 0;
                    probe == null && i < 64 * Routes.SLOTS && routes.primaries().contains(this);
                    i++) {
                byte[] candidate = Texts.bytes(Heartbeats.KEY + i);
                if (routes.owner(courier().slot(candidate)) == this) {
                    probe = candidate;
                }
            }
        }
        return probe;
    }

    /** The server says that it does not own what it should. Any thread. */
    void doubted() {
        installation.refresh();
    }

    RedisUnavailableException noLink() {
        LinkStatus now = status;
        return new RedisUnavailableException(
                "redis " + now.address() + ": not connected (" + now.state() + "): " + now.detail(), null);
    }

    /** Does what is due. */
    void tick(long now, boolean heldUp) {
        Link mine = current;
        switch (phase) {
            case WAITING -> {
                if (now - retryAt >= 0) {
                    connect();
                }
            }
            case CONNECTING -> {
                if (now - deadline >= 0 && !heldUp) {
                    timedOut(mine);
                }
            }
            case LINKED -> {
                if (mine != null) {
                    mine.heartbeats().beat(now);
                    if (!heldUp) {
                        judge(mine, now);
                    }
                }
            }
            case CLOSING -> {
                // the close is under way and calls back
            }
        }
    }

    private void judge(Link mine, long now) {
        switch (mine.heartbeats().pulse(now)) {
            case BEATING -> resume(mine);
            case STALLED -> stall(mine);
            case DEAD ->
                mine.lose(new RedisUnavailableException(
                        "no answer to a heartbeat for "
                                + shared.config().deadAfter().toMillis()
                                + " ms (dead-after); the connection was given up",
                        null));
        }
        mine.expire(now - shared.config().commandTimeout().toNanos());
    }

    private void stall(Link mine) {
        if (mine.gate() == Link.Gate.OPEN) {
            shared.coherence().leave(this, mine);
            mine.gate(Link.Gate.STALLED);
            report(
                    State.STALLED,
                    "no answer to a heartbeat for more than "
                            + shared.config().commandTimeout().toMillis() + " ms");
        }
    }

    private void resume(Link mine) {
        if (mine.gate() == Link.Gate.STALLED && !mine.isLost()) {
            mine.gate(Link.Gate.OPEN);
            report(State.UP, "answers again");
        }
    }

    /** Makes the link log in as an account, unless it is logged in so. */
    void renew(Account newest, long now) {
        Link mine = current;
        if (phase == Phase.LINKED && mine != null) {
            mine.renewal().renew(newest, now);
        }
    }

    /** A heartbeat of a stalled link was answered. Any thread. */
    void wake() {
        installation.control().execute(() -> {
            Link mine = current;
            if (phase == Phase.LINKED && mine != null) {
                judge(mine, System.nanoTime());
            }
        });
    }

    private void connect() {
        phase = Phase.CONNECTING;
        status = new LinkStatus(address(), State.CONNECTING, status.detail());
        long attempt = ++epoch;
        try {
            shared.transport()
                    .connect(node, true, true)
                    .whenComplete((opened, failure) -> connected(attempt, opened, failure));
        } catch (RuntimeException e) {
            connected(attempt, null, e);
        }
        patience = shared.transport().patience();
        deadline = System.nanoTime() + patience.multipliedBy(3).dividedBy(2).toNanos();
    }

    /** On the I/O thread as a rule. */
    private void connected(long attempt, Transport.@Nullable Opened opened, @Nullable Throwable failure) {
        boolean accepted = installation.control().execute(() -> {
            if (attempt != epoch || phase != Phase.CONNECTING || retired) {
                if (opened != null) {
                    shared.transport().close(opened.connection());
                }
            } else if (opened == null) {
                failed(Diagnosis.explain(this.address(), shared.config(), failure));
            } else {
                shakeHands(opened);
            }
        });
        if (!accepted && opened != null) {
            shared.transport().close(opened.connection());
        }
    }

    private void shakeHands(Transport.Opened opened) {
        Link[] self = new Link[1];
        Link mine = new Link(this, opened, shared, () -> lost(self[0]));
        self[0] = mine;
        current = mine;
        deadline = System.nanoTime() + patience.toNanos();
        new Handshake(mine, shared, this::slots)
                .start(() -> installation.control().execute(this::extendDeadline))
                .whenComplete(
                        (version, failure) -> installation.control().execute(() -> shaken(mine, version, failure)));
    }

    /** The server is suitable; the first calls have a time of their own. */
    private void extendDeadline() {
        deadline = System.nanoTime()
                + patience.plus(shared.config().commandTimeout()).toNanos();
    }

    private void shaken(Link mine, @Nullable String version, @Nullable Throwable failure) {
        if (mine != current || phase != Phase.CONNECTING) {
            return;
        }
        if (version == null || mine.isLost()) {
            RedisException reason =
                    Diagnosis.explain(address(), shared.config(), failure == null ? mine.lostBecause() : failure);
            current = null;
            mine.lose(reason);
            close(mine, reason);
            return;
        }
        phase = Phase.LINKED;
        upSince = System.nanoTime();
        shared.transport().succeeded();
        if (everUp) {
            shared.counters().reconnects.increment();
        }
        everUp = true;
        shared.coherence().join(this, mine);
        mine.gate(Link.Gate.OPEN);
        link = mine;
        mine.heartbeats().beat(upSince);
        report(State.UP, version);
        installation.attempted(this, null);
    }

    private void timedOut(@Nullable Link mine) {
        RedisException reason = new RedisUnavailableException(
                "redis " + address() + ": no connection within " + patience.toMillis() + " ms (connect-timeout)"
                        + TlsDiagnosis.hint(shared.config()),
                null);
        epoch++;
        if (mine == null) {
            failed(reason);
        } else {
            current = null;
            mine.lose(reason);
            close(mine, reason);
        }
    }

    /** A link has marked itself lost. Any thread. */
    private void lost(Link which) {
        shared.coherence().leave(this, which);
        installation.control().execute(() -> {
            if (which == current && phase == Phase.LINKED) {
                Throwable cause = which.lostBecause();
                current = null;
                link = null;
                long lived = System.nanoTime() - upSince;
                failures = lived > shared.config().maxBackoff().toNanos() ? 0 : failures;
                close(which, lossOf(cause));
                installation.refresh();
            }
        });
    }

    private RedisUnavailableException lossOf(@Nullable Throwable cause) {
        String message = cause == null ? "unknown" : cause.getMessage();
        String reason = message == null ? String.valueOf(cause) : message;
        return new RedisUnavailableException("redis " + address() + ": connection lost: " + reason, cause);
    }

    /** Waits until nothing more is received on the connection, then makes the next attempt. */
    private void close(Link which, RedisException reason) {
        phase = Phase.CLOSING;
        long attempt = ++epoch;
        which.whenClosed(() -> installation.control().execute(() -> {
            if (attempt == epoch && phase == Phase.CLOSING) {
                failed(reason);
            }
        }));
    }

    private void failed(RedisException reason) {
        phase = Phase.WAITING;
        retryAt = System.nanoTime()
                + Backoff.pause(
                                shared.config().minBackoff(),
                                shared.config().maxBackoff(),
                                failures++,
                                ThreadLocalRandom.current().nextDouble())
                        .toNanos();
        report(State.DOWN, String.valueOf(reason.getMessage()));
        installation.attempted(this, reason);
    }

    private void report(State state, String detail) {
        LinkStatus before = status;
        LinkStatus now = new LinkStatus(before.address(), state, detail);
        status = now;
        if (state == State.DOWN) {
            shared.log().warn("redis " + now.address() + ": down: " + detail, null);
        } else {
            shared.log().debug("redis " + now.address() + ": " + state + ": " + detail, null);
        }
        if (state == told) {
            return;
        }
        told = state;
        try {
            shared.listener().onLink(now, state == State.UP);
        } catch (RuntimeException | Error e) {
            courier().misbehaved(e);
        }
    }

    /** Its link may prove freshness as soon as it owns slots. */
    void joinIfUp() {
        Link mine = link;
        if (mine != null && phase == Phase.LINKED) {
            shared.coherence().join(this, mine);
        }
    }

    /** Ends this primary for good: it owns nothing any more, or everything is closed. */
    void retire(String why, boolean tell) {
        retired = true;
        epoch++;
        Link mine = current;
        current = null;
        link = null;
        phase = Phase.CLOSING;
        if (mine != null) {
            mine.lose(new RedisUnavailableException(why, null));
        }
        if (tell) {
            report(State.DOWN, why);
        } else {
            status = new LinkStatus(address(), State.DOWN, why);
        }
    }
}
