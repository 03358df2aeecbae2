package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

    private static Pem of(String text) {
        return new Pem("tls-key", Path.of("/key.pem"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Pem of(Path file) {
        return Pem.read("tls-certificate", file);
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(UnsuitableServerException.class)
                .hasNoCause()
                .hasMessageStartingWith("redis: tls-")
                .hasMessageContainingAll(parts);
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    @Test
    void certificates_withTextBetween_areReadInTheirOrder() throws IOException {
        String bundle = "CN = one\r\n" + Files.readString(Pems.file("one-ca")).replace("\n", "\r\n") + "\n# next\n"
                + Files.readString(Pems.file("two-ca"));
        assertThat(of(bundle).certificates())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=Larder test authority one", "CN=Larder test authority two");
    }

    @Test
    void key_inTheFileOfItsCertificate_isFound() throws IOException {
        Pem both = of(Files.readString(Pems.file("one-client-key")) + Files.readString(Pems.file("one-client")));
        assertThat(both.key(both.certificates()[0], both).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void key_ofAnotherCertificate_isRefused() {
        Pem certificate = of(Pems.file("one-client"));
        Pem other = Pem.read("tls-key", Pems.file("two-client-key"));
        refused(
                () -> other.key(certificate.certificates()[0], certificate),
                "does not belong to the certificate in",
                "one-client.pem",
                "two-client-key.pem");
    }

    @Test
    void key_ofAnotherKind_isRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        Pem certificate = of(Pems.file("one-client"));
        Pem key = of(block("PRIVATE KEY", rsa.getPrivate().getEncoded()));
        refused(() -> key.key(certificate.certificates()[0], certificate), "its key is no EC key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void key_inAnotherForm_isRefusedWithTheCommandThatConvertsIt(String type) {
        Pem certificate = of(Pems.file("one-client"));
        Pem key = of(block(type, new byte[] {1}));
        refused(() -> key.key(certificate.certificates()[0], certificate), "openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void nonsense_isRefusedAndNotShown() {
        Pem certificate = of(Pems.file("one-client"));
        for (String nonsense : new String[] {
            "t0psecret",
            "-----BEGIN PRIVATE KEY-----t0psecret",
            "-----BEGIN PRIVATE KEY-----\nt0psecret\n-----END PRIVATE KEY-----",
            "-----BEGIN CERTIFICATE-----\nt0psecret\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
            "\uFFFF\u0000"
        }) {
            Pem pem = of(nonsense);
            refused(pem::certificates, "/key.pem");
            refused(() -> pem.key(certificate.certificates()[0], certificate), "/key.pem");
            assertThatThrownBy(pem::certificates).hasMessageNotContaining("t0psecret");
            assertThat(pem.toString()).doesNotContain("t0psecret");
        }
    }

    @Test
    void file_thatIsNone_isNamed(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        refused(() -> of(folder.resolve("none")), "none", "no such file");
        refused(() -> of(empty), "it is empty");
        refused(() -> of(large), "larger than 1 MiB");
        refused(() -> of(folder), "it cannot be read");
    }
}
