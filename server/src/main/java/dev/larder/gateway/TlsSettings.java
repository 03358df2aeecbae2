package dev.larder.gateway;

import java.nio.file.Path;

/**
 * What the gateway shows clients that come by TLS.
 *
 * @param certificate PEM file with its certificate, and those that lead to a root
 * @param key PEM file with the key of that
 * @param oldest the oldest version of TLS that is spoken
 */
public record TlsSettings(Path certificate, Path key, Version oldest) {

    /** A version of TLS. */
    public enum Version {
        /** TLS 1.2. */
        TLS_1_2,
        /** TLS 1.3. */
        TLS_1_3
    }
}
