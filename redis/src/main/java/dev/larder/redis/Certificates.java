package dev.larder.redis;

import dev.larder.redis.RedisConfig.Tls;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that new connections use. The files are read at each look; what cannot be used leaves the last good ones
 * in use. Looks are guarded by its own lock; {@link #apply} may be called by any thread.
 */
final class Certificates {

    /** What the files say. */
    private record Content(byte @Nullable [] trust, byte @Nullable [] certificate, byte @Nullable [] key) {

        boolean sameAs(@Nullable Content other) {
            return other != null
                    && Arrays.equals(trust, other.trust)
                    && Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(key, other.key);
        }
    }

    /** What it means; nulls where there is no such file. */
    private record Material(
            X509Certificate @Nullable [] trust,
            X509Certificate @Nullable [] chain,
            @Nullable PrivateKey key) {}

    private final Tls tls;
    private final PacedLog log = new PacedLog(Certificates.class);
    private @Nullable Content seen;
    private volatile @Nullable Material current;

    /** Reads nothing yet. */
    Certificates(Tls tls) {
        this.tls = tls;
    }

    /**
     * Reads the files, and takes over what is new and good.
     *
     * @throws UnsuitableServerException if they cannot be used and never could; the message names the file
     */
    synchronized void look() {
        try {
            Pem trust = read("tls-trust", tls.trust());
            Pem chain = read("tls-certificate", tls.certificate());
            Pem key = read("tls-key", tls.key());
            Content content = new Content(content(trust), content(chain), content(key));
            if (!content.sameAs(seen)) {
                current = material(trust, chain, key);
                seen = content;
            }
        } catch (UnsuitableServerException e) {
            if (current == null) {
                throw e;
            }
            log.warn(e.getMessage() + "; the certificates that were read before stay in use", null);
        }
    }

    private static @Nullable Pem read(String setting, @Nullable Path path) {
        return path == null ? null : Pem.read(setting, path);
    }

    private static byte @Nullable [] content(@Nullable Pem pem) {
        return pem == null ? null : pem.content();
    }

    private static Material material(@Nullable Pem trust, @Nullable Pem chain, @Nullable Pem key) {
        X509Certificate[] own = chain == null ? null : chain.certificates();
        return new Material(
                trust == null ? null : trust.certificates(),
                own,
                own == null || chain == null || key == null ? null : key.key(own[0], chain));
    }

    /** Sets up the TLS of a new connection with what the last look found. */
    void apply(SslContextBuilder builder) {
        Material material = current;
        if (material == null) {
            return;
        }
        if (material.trust() != null) {
            builder.trustManager(material.trust());
        }
        if (material.key() != null) {
            builder.keyManager(material.key(), material.chain());
        }
    }
}
