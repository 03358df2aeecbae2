package dev.larder.check;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedRedisBuilder;
import java.time.Duration;

/**
 * A primary, a replica that copies it through a proxy, and a proxy through which clients find whichever is the primary. The replica can be
 * cut off, and take over without what it has missed.
 */
final class Succession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long IN_STEP_WITHIN_SECONDS = 30;

    private final EmbeddedRedis primary = server().start();
    private final FaultProxy link = FaultProxy.to(primary.host(), primary.port());
    private final FaultProxy door = FaultProxy.to(primary.host(), primary.port());
    private final EmbeddedRedis replica =
            server().setting("replicaof", link.host() + " " + link.port()).start();

    private static EmbeddedRedisBuilder server() {
        return EmbeddedRedis.builder().setting("repl-diskless-sync-delay", "0");
    }

    /** Where clients find the primary. */
    String uri() {
        return door.uri();
    }

    /** Waits until the replica has all that the primary has. */
    void awaitInStep() throws InterruptedException {
        boolean inStep = Patience.until(
                IN_STEP_WITHIN_SECONDS,
                () -> primary.command(PATIENCE, "WAIT", "1", "1000").equals("1"));
        if (!inStep) {
            throw new CheckException("a replica is not in step within " + IN_STEP_WITHIN_SECONDS + " s");
        }
    }

    /** Nothing reaches the replica any more. */
    void cut() {
        link.blackHole();
    }

    /** Kills the primary; clients find the replica in its place. */
    void succeed() {
        primary.kill();
        link.reset();
        replica.command(PATIENCE, "REPLICAOF", "NO", "ONE");
        door.redirect(replica.host(), replica.port());
    }

    @Override
    public void close() {
        door.close();
        link.close();
        try {
            replica.close();
        } finally {
            primary.close();
        }
    }
}
