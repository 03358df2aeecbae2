/** The engine: a coherent two-tier cache. */
module dev.larder.core {
    requires com.fasterxml.jackson.annotation;
    requires com.github.benmanes.caffeine;
    requires transitive dev.larder.redis;
    requires static transitive org.jspecify;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.larder;
    exports dev.larder.codec;

    // the scripts beside its classes are read by dev.larder.redis
    opens dev.larder.far to
            dev.larder.redis;
}
