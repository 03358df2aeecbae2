package dev.larder.server;

/** What a trace is replayed against. Safe for use by several threads. */
interface ReplayTarget extends AutoCloseable {
    /** Who answered a read. */
    enum Tier {
        /** The memory of this process. */
        NEAR,
        /** Redis. */
        REDIS,
        /** The database, through the loader. */
        DATABASE
    }

    /**
     * What the target counted since it was opened.
     *
     * @param nearHits reads answered from the memory of this process
     * @param redisHits reads answered by Redis
     * @param loads reads that went to the database
     * @param coalescedLoads reads that waited for the load of another one
     * @param staleServed reads answered with a value known to be stale
     * @param redisRoundTrips round trips to Redis
     * @param redisTraffic bytes sent to and received from Redis
     * @param redisBytes memory that Redis uses more than when the target was opened
     * @param nearEntries entries in the memory of this process now
     */
    record Counters(
            long nearHits,
            long redisHits,
            long loads,
            long coalescedLoads,
            long staleServed,
            long redisRoundTrips,
            long redisTraffic,
            long redisBytes,
            long nearEntries) {}

    /** Reads a contract; any exception is a failed read. */
    Tier read(long id);

    /** Changes a contract in the database and invalidates it. */
    void write(long id);

    /** The counts so far. */
    Counters counters();

    @Override
    void close();
}
