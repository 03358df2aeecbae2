package dev.larder.redis;

import dev.larder.redis.RedisConfig.Tls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The part of {@link RedisConfigBuilder} that is about TLS. */
final class TlsBuilder {

    boolean on;

    @Nullable
    Path trust;

    @Nullable
    Path certificate;

    @Nullable
    Path key;

    boolean verifyHostname = true;

    /** Returns the settings, or null for no TLS; refuses contradictions. */
    @Nullable
    Tls build() {
        if (!on) {
            unused("tls-trust", trust != null);
            unused("tls-certificate", certificate != null);
            unused("tls-key", key != null);
            unused("tls-verify-hostname", !verifyHostname);
            return null;
        }
        RedisConfigBuilder.check(
                key != null || certificate == null,
                "tls-certificate is set, but tls-key is not; mutual TLS needs both");
        RedisConfigBuilder.check(
                certificate != null || key == null,
                "tls-key is set, but tls-certificate is not; mutual TLS needs both");
        return new Tls(trust, certificate, key, verifyHostname);
    }

    private static void unused(String setting, boolean set) {
        RedisConfigBuilder.check(!set, setting + " is set, but TLS is off; write rediss:// in place of redis://");
    }
}
