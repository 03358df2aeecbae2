package dev.larder.redis;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of a PEM file (RFC 7468). What stands between its blocks is passed over. No message shows any of it.
 *
 * @param setting which setting names the file
 */
record Pem(String setting, Path path, byte[] content) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    static Pem read(String setting, Path path) {
        return new Pem(setting, path, SecretFile.read(setting, path));
    }

    /** Returns the certificates, in their order; at least one. */
    X509Certificate[] certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (byte[] block : blocks("CERTIFICATE")) {
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
            } catch (CertificateException e) {
                throw bad("its certificate number " + (found.size() + 1) + " cannot be read; write the file anew");
            }
        }
        if (found.isEmpty()) {
            throw bad("it holds no PEM block '-----BEGIN CERTIFICATE-----'; write the certificates as PEM");
        }
        return found.toArray(new X509Certificate[0]);
    }

    /**
     * Returns the private key that belongs to a certificate.
     *
     * @param of where the certificate comes from, for the message
     */
    PrivateKey key(X509Certificate certificate, Pem of) {
        List<byte[]> keys = blocks("PRIVATE KEY");
        if (keys.isEmpty()) {
            throw bad(convertible());
        }
        PublicKey publicKey = certificate.getPublicKey();
        PrivateKey key;
        boolean pair;
        try {
            key = KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
            pair = belong(key, publicKey);
        } catch (GeneralSecurityException e) {
            throw bad("its key is no " + publicKey.getAlgorithm() + " key, but the certificate in " + of.path
                    + " is for one; replace both files");
        }
        if (!pair) {
            throw bad("its key does not belong to the certificate in " + of.path + "; replace both files");
        }
        return key;
    }

    private String convertible() {
        boolean old = Pattern.compile("-----BEGIN (RSA|EC|ENCRYPTED) PRIVATE KEY-----")
                .matcher(text())
                .find();
        return old
                ? "its key is encrypted or not in PKCS#8; convert it with: openssl pkcs8 -topk8 -nocrypt -in old.pem -out"
                        + " new.pem"
                : "it holds no PEM block '-----BEGIN PRIVATE KEY-----'; write the key as PKCS#8 in PEM";
    }

    /** Signs with the one and verifies with the other, where it is known how. */
    private static boolean belong(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(publicKey.getEncoded());
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(publicKey.getEncoded());
        return signature.verify(signed);
    }

    private List<byte[]> blocks(String type) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text());
        while (matcher.find()) {
            if (matcher.group(1).equals(type)) {
                try {
                    blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
                } catch (IllegalArgumentException e) {
                    throw bad("its block '" + type + "' is not Base64; write the file anew");
                }
            }
        }
        return blocks;
    }

    private String text() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    private UnsuitableServerException bad(String problem) {
        return SecretFile.bad(setting, path, problem);
    }

    /** Never shows the content. */
    @Override
    public String toString() {
        return "Pem[" + path + "]";
    }
}
