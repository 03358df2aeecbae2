/** A shared cache for HTTP responses. */
@SuppressWarnings("requires-automatic") // structured fields have no descriptor
module dev.larder.http {
    requires com.github.luben.zstd_jni;
    requires transitive dev.larder.core;
    requires static transitive dev.larder.session;
    requires static transitive jakarta.servlet;
    requires static transitive org.jspecify;
    requires structured.fields;

    exports dev.larder.http;
    exports dev.larder.http.access;
    exports dev.larder.http.decision;
    exports dev.larder.http.guard;
    exports dev.larder.http.message;
    exports dev.larder.http.servlet;
}
