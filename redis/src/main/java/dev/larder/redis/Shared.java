package dev.larder.redis;

/** What the parts of one {@link Redis} have in common. */
record Shared(
        RedisConfig config,
        RedisListener listener,
        Counters counters,
        Transport transport,
        Coherence coherence,
        Lineage lineage,
        PacedLog log) {

    boolean cluster() {
        return config.mode() == RedisConfig.Mode.CLUSTER;
    }
}
