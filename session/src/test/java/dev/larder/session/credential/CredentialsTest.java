package dev.larder.session.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.crypto.HashSecret;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {

    private static final HashSecret SECRET = HashSecret.of("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private final Credentials sessions = new Credentials(SECRET, "session", 34);

    @Test
    void body_ofWhatWasIssued_isGivenBack() {
        String body = Credentials.random(34);

        assertThat(sessions.body(sessions.issue(body))).isEqualTo(body);
    }

    @Test
    void body_ofAnyOtherCharacter_isNull() {
        String issued = sessions.issue(Credentials.random(34));

        for (int i = 0; i < issued.length(); i++) {
            char other = issued.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(sessions.body(issued.substring(0, i) + other + issued.substring(i + 1)))
                    .as("changed at %d", i)
                    .isNull();
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "A", "../../../../etc/passwd", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void body_ofWhatWasNeverIssued_isNull(String text) {
        assertThat(sessions.body(text)).isNull();
    }

    @Test
    void body_cutOrLonger_isNull() {
        String issued = sessions.issue(Credentials.random(34));

        assertThat(sessions.body(issued.substring(1))).isNull();
        assertThat(sessions.body(issued.substring(0, issued.length() - 1))).isNull();
        assertThat(sessions.body(issued + "A")).isNull();
        assertThat(sessions.body(issued.repeat(100_000))).isNull();
    }

    @Test
    void body_ofAnotherKindOrSecret_isNull() {
        String body = Credentials.random(34);
        HashSecret other = HashSecret.of("another secret, 1".getBytes(StandardCharsets.US_ASCII));

        assertThat(sessions.body(new Credentials(SECRET, "access", 34).issue(body)))
                .isNull();
        assertThat(sessions.body(new Credentials(other, "session", 34).issue(body)))
                .isNull();
    }

    @Test
    void issue_bodyOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> sessions.issue("short"))
                .hasMessageContaining("5 characters")
                .hasMessageContaining("34");
    }

    @Test
    void random_manyTimes_repeatsNothing() {
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 10_000; i++) {
            assertThat(Credentials.random(22)).hasSize(22).matches("[A-Za-z0-9_-]+");
            seen.add(Credentials.random(22));
        }

        assertThat(seen).hasSize(10_000);
    }
}
