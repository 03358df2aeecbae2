package dev.larder.check;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedRedisException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server, the clients and the network between them, for one fault. Two faults of a round have a stage each: what one of
 * them has stopped the other one may find stopped.
 */
final class Stage {

    private static final long ADMIN_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final EmbeddedRedis redis;
    private final List<ClientProcess> clients;
    private final SplittableRandom random;
    private final CountDownLatch never = new CountDownLatch(1);
    private final ClientProcess victim;

    Stage(EmbeddedRedis redis, List<ClientProcess> clients, SplittableRandom random) {
        this.redis = redis;
        this.clients = clients;
        this.random = random;
        this.victim = clients.get(random.nextInt(clients.size()));
    }

    /** Lets time pass. */
    void pass(long millis) throws InterruptedException {
        never.await(millis, TimeUnit.MILLISECONDS);
    }

    void stopServer() {
        unlessDown(redis::pause);
    }

    void resumeServer() {
        unlessDown(redis::resume);
    }

    /** Where the other fault has killed the server, there is nothing to stop. */
    private void unlessDown(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            if (redis.isRunning()) {
                throw e;
            }
        }
    }

    void killServer() {
        redis.kill();
    }

    void restartServer() {
        redis.restart();
    }

    void restartServerEmpty() {
        redis.restartEmpty();
    }

    /** Does something to the network of one client, or of all. */
    void someProxies(Consumer<FaultProxy> fault) {
        boolean all = random.nextBoolean();
        for (ClientProcess client : clients) {
            if (all || client == victim) {
                fault.accept(client.proxy());
            }
        }
    }

    void heal() {
        clients.forEach(client -> client.proxy().heal());
    }

    void stopClient() throws InterruptedException {
        victim.pause();
        pass(random.nextInt(100, 10_000));
    }

    void resumeClient() {
        victim.resume();
    }

    void startEviction() {
        admin("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        admin("CONFIG", "SET", "maxmemory", Long.toString(usedMemory() - 200_000));
    }

    void endEviction() {
        admin("CONFIG", "SET", "maxmemory", "0");
    }

    private long usedMemory() {
        String info = admin("INFO", "memory");
        int at = info.indexOf("used_memory:") + "used_memory:".length();
        return Long.parseLong(info.substring(at, info.indexOf('\r', at)));
    }

    /** Tells the server something; repeats it while the other fault keeps it from answering. */
    String admin(String... command) {
        for (long begun = System.nanoTime(); ; ) {
            try {
                return redis.command(Duration.ofSeconds(2), command);
            } catch (EmbeddedRedisException e) {
                if (System.nanoTime() - begun > ADMIN_PATIENCE_NANOS) {
                    throw new CheckException("the server does not answer its administrator", e);
                }
            }
        }
    }
}
