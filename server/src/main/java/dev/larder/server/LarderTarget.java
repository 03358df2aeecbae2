package dev.larder.server;

import dev.larder.Answer;
import dev.larder.Cache;
import dev.larder.CacheStats;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.Layer;
import dev.larder.Loader;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import dev.larder.grounds.ContractRepository;
import dev.larder.redis.RedisStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The database through Larder: contracts in the static layer, tagged with their areas. */
final class LarderTarget implements ReplayTarget {

    private final ContractRepository contracts;
    private final Loader<Long, Contract> loader;
    private final @Nullable EmbeddedRedis embedded;
    private final Larder larder;
    private final Cache<Long, Contract> cache;
    private final RedisMemory memory;
    private final long memoryBefore;

    /**
     * What the command line says of the cache.
     *
     * @param redis URI, or null to start a Redis
     * @param config settings, from a file or the defaults
     * @param nearSize entries of the near tier; 0 for none
     */
    record Setup(@Nullable String redis, LarderConfig config, int nearSize) {}

    /** Connects, to a Redis of its own if none is given. */
    static LarderTarget open(ContractRepository contracts, Setup setup) {
        return open(contracts, contracts::find, setup);
    }

    private LarderTarget(
            ContractRepository contracts,
            Loader<Long, Contract> loader,
            @Nullable EmbeddedRedis embedded,
            String uri,
            Setup setup) {
        this.contracts = contracts;
        this.loader = loader;
        this.embedded = embedded;
        this.memory = RedisMemory.open(uri);
        this.memoryBefore = memory.used();
        this.larder = Larder.builder().config(setup.config()).redis(uri).build();
        this.cache = larder.cache(
                "contracts",
                Long.class,
                Contract.class,
                spec -> spec.layer(Layer.STATIC)
                        .policy(policy ->
                                setup.nearSize() == 0 ? policy.noNear() : policy.nearEntries(setup.nearSize()))
                        .tags((id, contract) -> List.of("area:" + contract.areaId())));
    }

    /** Connects, with another way to load contracts. */
    static LarderTarget open(ContractRepository contracts, Loader<Long, Contract> loader, Setup setup) {
        String configured = setup.redis() == null ? setup.config().redis() : setup.redis();
        if (configured != null) {
            return new LarderTarget(contracts, loader, null, configured, setup);
        }
        EmbeddedRedis embedded = EmbeddedRedis.start();
        try {
            return new LarderTarget(contracts, loader, embedded, embedded.uri(), setup);
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    @Override
    public Tier read(long id) {
        Answer<Contract> answer = cache.fetch(id, loader);
        if (answer.value() == null) {
            throw new IllegalStateException("the database has no contract " + id);
        }
        return switch (answer.tier()) {
            case NEAR -> Tier.NEAR;
            case REDIS -> Tier.REDIS;
            case SOURCE -> Tier.DATABASE;
        };
    }

    @Override
    public void write(long id) {
        DatabaseTarget.change(contracts, id);
        cache.invalidate(id);
    }

    @Override
    public Counters counters() {
        CacheStats stats = cache.stats();
        RedisStats redis = larder.redisStats();
        return new Counters(
                stats.nearHits(),
                stats.redisHits(),
                stats.loads(),
                stats.coalescedLoads(),
                stats.staleServed(),
                redis.roundTrips(),
                redis.bytesSent() + redis.bytesReceived(),
                Math.max(0, memory.used() - memoryBefore),
                stats.nearEntries());
    }

    /** Whether the near tier is served now. */
    boolean coherent() {
        return larder.coherent();
    }

    @Override
    public void close() {
        larder.close();
        memory.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
