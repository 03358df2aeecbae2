/** Sessions, tokens and rate limits. */
@SuppressWarnings("requires-transitive-automatic") // Tink has no descriptor
module dev.larder.session {
    requires transitive dev.larder.core;
    requires static transitive org.jspecify;

    exports dev.larder.session;
    exports dev.larder.session.limit;
    exports dev.larder.session.token;

    // the scripts beside their classes are read by dev.larder.redis
    opens dev.larder.session to
            dev.larder.redis;
    opens dev.larder.session.limit to
            dev.larder.redis;
    opens dev.larder.session.token to
            dev.larder.redis;
}
