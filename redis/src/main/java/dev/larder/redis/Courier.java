package dev.larder.redis;

import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings callers' commands to the primary that owns their key, and to another one where the server says so.
 *
 * <p>What is retried: {@code MOVED} after a look at who owns what, {@code ASK} at once on the server named, {@code
 * NOSCRIPT} at once behind its script, and what the server cannot do at this moment ({@code TRYAGAIN}, {@code LOADING}, {@code
 * CLUSTERDOWN}, {@code READONLY}, …) after a pause; at most {@value #TRIES} times and never after the command timeout. A
 * server that answers so has not executed the command. A retried command comes after others of its pipeline.
 */
final class Courier {

    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    private final PacedLog misbehaviour = new PacedLog(Courier.class);
    private final Shared shared;
    private final Installation installation;

    Courier(Shared shared, Installation installation) {
        this.shared = shared;
        this.installation = installation;
    }

    /** The slot of a key: by its hash tag in a Cluster, the only one elsewhere. */
    int slot(byte[] key) {
        return shared.cluster() ? SlotHash.getSlot(key) : 0;
    }

    void get(Get get) {
        Primary primary = installation.routes().owner(get.slot());
        Link link = primary == null ? null : primary.link();
        RedisException refusal = link == null ? noLink(primary, get.slot()) : link.admit();
        if (refusal != null) {
            fail(get.reply(), refusal);
        } else if (link != null) {
            link.reads().read(get);
        }
    }

    void send(Attempt<?> attempt) {
        Primary primary = installation.routes().owner(attempt.slot());
        Link link = primary == null ? null : primary.link();
        RedisException refusal = link == null ? noLink(primary, attempt.slot()) : link.admit();
        if (refusal != null) {
            failOrWait(attempt, refusal);
        } else if (link != null) {
            shared.counters().roundTrips.increment();
            link.dispatch(attempt.on(link, false));
        }
    }

    void sendAll(List<Attempt<?>> attempts) {
        Map<Link, List<Exchange>> pipelines = new LinkedHashMap<>(4);
        Routes routes = installation.routes();
        for (Attempt<?> attempt : attempts) {
            Primary primary = routes.owner(attempt.slot());
            Link link = primary == null ? null : primary.link();
            RedisException refusal = link == null ? noLink(primary, attempt.slot()) : link.admit();
            if (refusal != null) {
                attempt.failed(refusal);
            } else if (link != null) {
                pipelines
                        .computeIfAbsent(link, l -> new ArrayList<>(attempts.size()))
                        .add(attempt.on(link, false));
            }
        }
        pipelines.forEach((link, pipeline) -> {
            shared.counters().roundTrips.increment();
            link.dispatch(pipeline);
        });
    }

    /** Sends on a link whose gate is still closed: the first calls of a new connection. */
    void sendFirst(Link link, List<Attempt<?>> attempts) {
        List<Exchange> pipeline = new ArrayList<>(attempts.size());
        for (Attempt<?> attempt : attempts) {
            pipeline.add(attempt.on(link, false));
        }
        link.charge(pipeline.size());
        shared.counters().roundTrips.increment();
        link.dispatch(pipeline);
    }

    private RedisUnavailableException noLink(@Nullable Primary primary, int slot) {
        shared.counters().refused.increment();
        return primary == null ? installation.noOwner(slot) : primary.noLink();
    }

    /** A server answered with an error. I/O thread. */
    void refused(Attempt<?> attempt, @Nullable Link link, String error, boolean late) {
        shared.counters().errors.increment();
        Redirect redirect = Redirect.of(error, link == null ? "" : link.node().host());
        if (late || link == null) {
            if (redirect instanceof Redirect.Moved) {
                installation.refresh();
            }
            return;
        }
        if (redirect instanceof Redirect.Refused) {
            attempt.failed(new RedisCommandException(
                    "redis " + link.address() + ": " + attempt.command().verb() + " refused: " + error
                            + (Permission.lacking(error) ? Permission.remedy(shared.config()) : ""),
                    null));
        } else if (mayRetry(attempt)) {
            follow(attempt, link, redirect);
        } else {
            attempt.failed(givenUp(attempt, link, error));
        }
    }

    private boolean mayRetry(Attempt<?> attempt) {
        long limit = shared.config().commandTimeout().toNanos();
        return attempt.again() <= TRIES && System.nanoTime() - attempt.since() < limit;
    }

    private RedisUnavailableException givenUp(Attempt<?> attempt, Link link, String error) {
        return new RedisUnavailableException(
                "redis " + link.address() + ": " + attempt.command().verb() + " not executed; after "
                        + (attempt.tries() - 1) + " retries in "
                        + Duration.ofNanos(System.nanoTime() - attempt.since()).toMillis()
                        + " ms (command-timeout) the server still answers: " + error,
                null);
    }

    private void follow(Attempt<?> attempt, Link link, Redirect redirect) {
        if (redirect instanceof Redirect.NoScript) {
            loadScript(attempt, link);
        } else if (redirect instanceof Redirect.Moved) {
            installation.afterRefresh(() -> send(attempt));
        } else if (redirect instanceof Redirect.Ask ask) {
            installation.withLinkTo(ask.target(), target -> ask(attempt, target));
        } else {
            if (redirect instanceof Redirect.WrongServer) {
                installation.wrongServer(link);
            }
            later(attempt);
        }
    }

    /** Not by {@code EVAL}, which would be one more right. */
    private void loadScript(Attempt<?> attempt, Link link) {
        Script script = attempt.command().script();
        if (script == null) {
            attempt.failed(new RedisCommandException(
                    "redis " + link.address() + ": " + attempt.command().verb()
                            + " was answered with NOSCRIPT, but is no script",
                    null));
            return;
        }
        Exchange load = new Exchange(
                Verb.SCRIPT,
                List.of(Texts.bytes("LOAD"), Texts.bytes(script.source())),
                link,
                Ignored.ANSWER,
                attempt.since(),
                0);
        shared.counters().roundTrips.increment();
        link.charge(1);
        link.dispatch(List.of(load, attempt.on(link, false)));
    }

    private void ask(Attempt<?> attempt, @Nullable Link target) {
        if (target == null) {
            later(attempt);
            return;
        }
        Exchange asking = new Exchange(Verb.ASKING, List.of(), target, Ignored.ANSWER, attempt.since(), 0);
        shared.counters().roundTrips.increment();
        target.charge(1);
        target.dispatch(List.of(asking, attempt.on(target, true)));
    }

    private void failOrWait(Attempt<?> attempt, RedisException refusal) {
        if (attempt.tries() > 0 && mayRetry(attempt)) {
            later(attempt);
        } else {
            attempt.failed(refusal);
        }
    }

    private void later(Attempt<?> attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt.tries() - 1, 6));
        if (!installation.control().schedule(() -> send(attempt), pause)) {
            attempt.failed(new RedisUnavailableException("redis: closed", null));
        }
    }

    private void fail(Reply<?> reply, RedisException failure) {
        try {
            reply.onFailure(failure);
        } catch (RuntimeException | Error e) {
            misbehaved(e);
        }
    }

    /** A reply or a listener threw. */
    void misbehaved(Throwable thrown) {
        misbehaviour.warn("redis: a reply or listener threw an exception", thrown);
    }
}
