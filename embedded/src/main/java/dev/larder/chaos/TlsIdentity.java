package dev.larder.chaos;

import dev.larder.chaos.TlsFront.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes the TLS of a {@link TlsFront} from its files. */
final class TlsIdentity {

    private static final char[] NO_PASSWORD = {};

    private TlsIdentity() {}

    static SSLContext context(Identity identity) {
        try {
            Certificate[] chain = certificates(identity.certificate()).toArray(new Certificate[0]);
            KeyStore own = empty();
            own.setKeyEntry("server", key(identity.key(), chain[0]), NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted(identity));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the files of a TLS front: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The files of a TLS front do not fit: " + e.getMessage(), e);
        }
    }

    private static KeyStore trusted(Identity identity) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        Path clients = identity.clients();
        if (clients != null) {
            for (Certificate authority : certificates(clients)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey key(Path file, Certificate certificate) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm()).generatePrivate(spec);
    }
}
