/** The connection to Redis. */
@SuppressWarnings("module") // dev.larder.core is above, and not there when this is compiled
module dev.larder.redis {
    // lettuce.core is an automatic module, which can name nothing: what it needs at run time is named for it
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires lettuce.core;
    requires static transitive org.jspecify;

    exports dev.larder.redis;
    exports dev.larder.words to
            dev.larder.core;
}
