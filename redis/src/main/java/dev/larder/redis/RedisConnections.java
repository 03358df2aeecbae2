package dev.larder.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The facade: gives each command its slot and its time, and hands it to the {@link Courier}. */
final class RedisConnections implements Redis {

    private final Shared shared;
    private final Installation installation;
    private final Courier courier;
    private final Coherence coherence;

    RedisConnections(RedisConfig config, Function<Redis, RedisListener> listener) {
        this.coherence = new Coherence(config.stalenessBound().toNanos());
        int slots = config.mode() == RedisConfig.Mode.CLUSTER ? Routes.SLOTS : 1;
        this.shared = new Shared(
                config,
                listener.apply(this),
                new Counters(),
                new Transport(config),
                coherence,
                new Lineage(slots),
                new PacedLog(RedisConnections.class));
        this.installation = new Installation(shared);
        this.courier = installation.courier();
        installation.start();
    }

    @Override
    public CompletionStage<Void> ready() {
        return installation.ready();
    }

    @Override
    public void get(byte[] key, Reply<byte[]> reply) {
        courier.get(new Get(key, reply, slot(key), System.nanoTime()));
    }

    @Override
    public <T> void send(Command<T> command, Reply<? super T> reply) {
        courier.send(new Attempt<T>(courier, command, reply, slot(command.key()), System.nanoTime()));
    }

    @Override
    public void sendAll(List<Call<?>> calls) {
        long now = System.nanoTime();
        List<Attempt<?>> attempts = new ArrayList<>(calls.size());
        for (Call<?> call : calls) {
            attempts.add(Attempt.of(courier, call, slot(call.command().key()), now));
        }
        courier.sendAll(attempts);
    }

    @Override
    public boolean coherent(long nanoTime) {
        return coherence.holds(nanoTime);
    }

    @Override
    public long coherentUntil() {
        return coherence.until();
    }

    @Override
    public boolean available(byte[] key) {
        Primary primary = installation.routes().owner(slot(key));
        Link link = primary == null ? null : primary.link();
        return link != null && link.gate() == Link.Gate.OPEN && !link.isLost();
    }

    @Override
    public Duration commandTimeout() {
        return shared.config().commandTimeout();
    }

    @Override
    public long serverMillisAt(byte[] key, long nanoTime) {
        Primary owner = installation.routes().owner(slot(key));
        ServerClock clock = owner == null ? null : coherence.clock(owner);
        return clock == null ? Long.MAX_VALUE : clock.earliestMillis(nanoTime);
    }

    @Override
    public ServerClock clock() {
        return coherence.clock();
    }

    @Override
    public boolean cluster() {
        return shared.cluster();
    }

    @Override
    public int slot(byte[] key) {
        return courier.slot(key);
    }

    @Override
    public List<Integer> slotOfEachPrimary() {
        return installation.routes().slotOfEach();
    }

    @Override
    public Collection<LinkStatus> links() {
        return installation.links();
    }

    @Override
    public RedisStats stats() {
        return shared.counters().snapshot();
    }

    @Override
    public void close() {
        installation.close();
    }
}
