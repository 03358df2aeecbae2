/** The engine: a coherent two-tier cache. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Tink has no descriptor
module dev.larder.core {
    requires com.fasterxml.jackson.annotation;
    requires com.github.benmanes.caffeine;
    requires com.github.luben.zstd_jni;
    requires transitive com.google.crypto.tink;
    requires transitive dev.larder.redis;
    requires static transitive org.jspecify;
    requires org.snakeyaml.engine;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static tools.jackson.dataformat.cbor;

    exports dev.larder;
    exports dev.larder.codec;
    exports dev.larder.crypto;
    exports dev.larder.rights;

    // the scripts beside its classes are read by dev.larder.redis
    opens dev.larder.far to
            dev.larder.redis;
}
