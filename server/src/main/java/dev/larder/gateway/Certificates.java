package dev.larder.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that clients see, and its key, from files that may be replaced at any time: what two looks in a row find is taken, so that
 * neither half a file is, nor the certificate of one key with another one.
 */
final class Certificates {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final TlsSettings settings;
    private Pair used;
    private Pair seen;

    /** A certificate and its key, as PEM. */
    record Pair(String certificate, String key) {}

    /**
     * Reads both.
     *
     * @throws GatewayException if they cannot be used, saying why
     */
    Certificates(TlsSettings settings) {
        this.settings = settings;
        this.used = read();
        this.seen = used;
        check(used);
    }

    /** Returns what a server needs of them. */
    ServerSSLOptions options() {
        ServerSSLOptions options = new ServerSSLOptions();
        options.setKeyCertOptions(keys());
        options.setUseAlpn(true);
        options.setEnabledSecureTransportProtocols(versions());
        return options;
    }

    PemKeyCertOptions keys() {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(used.certificate()))
                .addKeyValue(Buffer.buffer(used.key()));
    }

    Set<String> versions() {
        return settings.oldest() == TlsSettings.Version.TLS_1_3 ? Set.of("TLSv1.3") : Set.of("TLSv1.2", "TLSv1.3");
    }

    /**
     * Looks once.
     *
     * @return whether there are others now
     * @throws GatewayException if there are, and they cannot be used; said once
     */
    boolean look() {
        Pair now = read();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(used)) {
            return false;
        }
        used = now;
        check(now);
        return true;
    }

    private Pair read() {
        return new Pair(text(settings.certificate()), text(settings.key()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new GatewayException("the PEM file " + file + " cannot be read: " + e, e);
        }
    }

    /** A key of another certificate would be noticed by clients only. */
    private void check(Pair pair) {
        try {
            PublicKey shown = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(pair.certificate().getBytes(StandardCharsets.US_ASCII)))
                    .getPublicKey();
            PrivateKey key = key(pair.key(), shown.getAlgorithm());
            if (key != null && !belong(key, shown)) {
                throw new GatewayException(
                        "the key in " + settings.key() + " is not that of the certificate in " + settings.certificate()
                                + "; replace both",
                        null);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new GatewayException(
                    "the certificate in " + settings.certificate() + " or its key in " + settings.key()
                            + " cannot be read; both have to be PEM",
                    e);
        }
    }

    /** The key, if it is in the form that nearly all are; null otherwise. */
    private static @Nullable PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
        Matcher matcher = PKCS8.matcher(pem);
        if (!matcher.find()) {
            return null;
        }
        byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static boolean belong(PrivateKey key, PublicKey shown) throws GeneralSecurityException {
        byte[] text = "larder".getBytes(StandardCharsets.US_ASCII);
        for (String algorithm : List.of("SHA256withRSA", "SHA256withECDSA", "Ed25519")) {
            if (algorithm.endsWith(shown.getAlgorithm())
                    || (algorithm.endsWith("ECDSA") && shown.getAlgorithm().equals("EC"))) {
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(key);
                signature.update(text);
                byte[] signed = signature.sign();
                signature.initVerify(shown);
                signature.update(text);
                return signature.verify(signed);
            }
        }
        return true;
    }
}
