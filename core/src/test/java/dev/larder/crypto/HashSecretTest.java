package dev.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashSecretTest {

    private static final String SECRET = "0123456789abcdef";

    @TempDir
    private Path folder;

    private static HashSecret secret(String text) {
        return HashSecret.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** HMAC-SHA-256 of "field", a zero and "a@b.c", cut to 144 bits. */
    @Test
    void hash_anyText_isTheSameEverywhere() {
        assertThat(secret(SECRET).hash("field", "a@b.c"))
                .isEqualTo("slcCC-ZVLG-deKYBq5Gv0HcC")
                .isEqualTo(secret(SECRET).hash("field", "a@b.c"))
                .isNotEqualTo(secret(SECRET).hash("tag", "a@b.c"))
                .isNotEqualTo(secret(SECRET + "g").hash("field", "a@b.c"))
                .isNotEqualTo(secret(SECRET).hash("field", "a@b.d"));
    }

    @Test
    void at_file_isReadWithoutItsLineEnd() throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, SECRET + "\r\n");

        assertThat(HashSecret.at("file:" + file).hash("field", "x"))
                .isEqualTo(secret(SECRET).hash("field", "x"));
    }

    @Test
    void at_nothingUsable_isRefusedWithoutTheSecret() throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, "short-one");

        assertThatThrownBy(() -> HashSecret.at("file:" + file))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining(file + " holds 9 bytes")
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("short-one");
        assertThatThrownBy(() -> HashSecret.at("file:/none/secret"))
                .hasMessageContaining("/none/secret cannot be read");
        assertThatThrownBy(() -> HashSecret.at("env:NO_SUCH_VARIABLE_OF_LARDER"))
                .hasMessageContaining("NO_SUCH_VARIABLE_OF_LARDER is not set");
        assertThatThrownBy(() -> HashSecret.at(SECRET))
                .hasMessageContaining("file:")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void toString_always_showsNothing() {
        assertThat(secret(SECRET)).hasToString("HashSecret");
    }
}
