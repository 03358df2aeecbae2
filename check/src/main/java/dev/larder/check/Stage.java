package dev.larder.check;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedRedisException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server, the clients and the network between them, for one fault. Two faults of a round have a stage each; none of them undoes
 * what the other has done, see {@link Fault#clashes}.
 */
final class Stage {

    private static final long ADMIN_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final EmbeddedRedis redis;
    private final Cast clients;
    private final SplittableRandom random;
    private final CountDownLatch never = new CountDownLatch(1);
    private final int victim;

    Stage(EmbeddedRedis redis, Cast clients, SplittableRandom random) {
        this.redis = redis;
        this.clients = clients;
        this.random = random;
        this.victim = random.nextInt(clients.size());
    }

    /** Lets time pass. */
    void pass(long millis) throws InterruptedException {
        never.await(millis, TimeUnit.MILLISECONDS);
    }

    void stopServer() {
        redis.pause();
    }

    void resumeServer() {
        redis.resume();
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
        for (int jvm = 0; jvm < clients.size(); jvm++) {
            if (all || jvm == victim) {
                fault.accept(clients.proxy(jvm));
            }
        }
    }

    /** Ends what was done to the network, of which nobody else has done anything at the same time. */
    void heal() {
        for (int jvm = 0; jvm < clients.size(); jvm++) {
            clients.proxy(jvm).heal();
        }
    }

    void stopClient() throws InterruptedException {
        clients.get(victim).pause();
        pass(random.nextInt(100, 10_000));
    }

    void resumeClient() {
        clients.get(victim).resume();
    }

    void killClient() throws InterruptedException {
        clients.kill(victim);
    }

    void restartClient() throws InterruptedException {
        clients.restart(victim);
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
