/** Sessions, tokens and rate limits. */
@SuppressWarnings("requires-transitive-automatic") // Tink has no descriptor
module dev.larder.session {
    requires transitive dev.larder.core;
    requires static transitive org.jspecify;
}
