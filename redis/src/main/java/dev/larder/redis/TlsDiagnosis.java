package dev.larder.redis;

import dev.larder.redis.RedisConfig.Tls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what the TLS engine reports into what went wrong and what to do about it. */
final class TlsDiagnosis {

    private static final List<String> OTHER_NAME =
            List.of("No subject alternative", "No name matching", "Illegal given domain name");
    private static final List<String> UNTRUSTED =
            List.of("PKIX path", "unable to find valid certification path", "trustAnchors parameter must be non-empty");
    private static final List<String> REFUSED = List.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");

    private TlsDiagnosis() {}

    /**
     * Explains one exception of a chain.
     *
     * @param prefix the beginning of the message
     * @return null if it is not about certificates
     */
    static @Nullable UnsuitableServerException explain(String prefix, Tls tls, String message, Throwable cause) {
        String remedy = null;
        if (message.contains("Received fatal alert")) {
            remedy = REFUSED.stream().anyMatch(message::contains) ? refused(tls) : null;
        } else if (OTHER_NAME.stream().anyMatch(message::contains)) {
            remedy =
                    "the server's certificate is for another host name (%s); connect by a name that is in it, or have it"
                            + " issued for this one";
        } else if (UNTRUSTED.stream().anyMatch(message::contains)) {
            remedy = "the server's certificate is not trusted (%s); "
                    + (tls.trust() == null
                            ? "set tls-trust to a PEM file with the certificate of its authority"
                            : "put the certificate of its authority into tls-trust " + tls.trust());
        }
        return remedy == null ? null : new UnsuitableServerException(prefix + remedy.replace("%s", root(cause)), cause);
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static String refused(Tls tls) {
        return tls.certificate() == null
                ? "the server wants a client certificate (%s); set tls-certificate and tls-key"
                : "the server refuses the client's certificate (%s); have tls-certificate " + tls.certificate()
                        + " issued by an authority that the server trusts (tls-ca-cert-file), for a time that has begun and"
                        + " not ended";
    }

    /** What to look at when a connection with TLS does not come about for an unknown reason. */
    static String hint(RedisConfig config) {
        Tls tls = config.tls();
        if (tls == null) {
            return "";
        }
        return " (with TLS; is it a TLS port"
                + (tls.certificate() == null ? ", and does it want no client certificate" : "") + "?)";
    }
}
