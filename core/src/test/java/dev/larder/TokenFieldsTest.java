package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.crypto.Keyring;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which caches fields stay that are called tokens and sessions. */
class TokenFieldsTest {

    record Login(
            String user,
            @Nullable String sessionId,
            @Nullable String csrfToken,
            @Nullable List<String> tokens,
            @Nullable String password,
            @Nullable String dbPass,
            @Nullable String pan) {}

    private static final Login ALL = new Login("ann", "s", "t", List.of("u"), "v", "w", "x");
    private static final Login WITH_TOKENS = new Login("ann", "s", "t", List.of("u"), null, null, null);
    private static final Login WITHOUT = new Login("ann", null, null, null, null, null, null);

    private static @Nullable Login answered(boolean keys, Layer layer, UnaryOperator<CachePolicy.Builder> policy)
            throws GeneralSecurityException {
        LarderBuilder builder = Larder.builder();
        if (keys) {
            builder.keyring(
                    Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get())));
        }
        try (Larder larder = builder.build()) {
            return larder.cache(
                            "logins",
                            String.class,
                            Login.class,
                            spec -> spec.layer(layer).policy(policy))
                    .get("a", key -> ALL);
        }
    }

    @Test
    void get_secretAndEncrypted_keepsTokensAndDropsPasswordsAndCards() throws Exception {
        assertThat(answered(true, Layer.SESSION, policy -> policy)).isEqualTo(WITH_TOKENS);
        assertThat(answered(true, Layer.API, policy -> policy.secret(true).encryption(CachePolicy.Encryption.ON)))
                .isEqualTo(WITH_TOKENS);
    }

    @Test
    void get_notSecretOrNotEncrypted_dropsTokensToo() throws Exception {
        assertThat(answered(false, Layer.SESSION, policy -> policy)).isEqualTo(WITHOUT);
        assertThat(answered(true, Layer.SESSION, policy -> policy.encryption(CachePolicy.Encryption.OFF)))
                .isEqualTo(WITHOUT);
        assertThat(answered(true, Layer.SESSION, policy -> policy.secret(false)))
                .isEqualTo(WITHOUT);
        assertThat(answered(true, Layer.API, policy -> policy.encryption(CachePolicy.Encryption.ON)))
                .isEqualTo(WITHOUT);
    }

    @Test
    void get_tokensNamedAsSensitive_areDroppedEverywhere() throws Exception {
        assertThat(answered(
                        true,
                        Layer.SESSION,
                        policy -> policy.fields(fields -> fields.sensitiveNames(List.of("token", "session id")))))
                .isEqualTo(WITHOUT);
    }
}
