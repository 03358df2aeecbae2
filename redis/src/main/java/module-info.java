/** The connection to Redis or Valkey. */
module dev.larder.redis {
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires lettuce.core;
    requires static transitive org.jspecify;

    exports dev.larder.redis;
}
