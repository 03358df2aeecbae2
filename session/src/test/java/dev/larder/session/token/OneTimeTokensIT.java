package dev.larder.session.token;

import static dev.larder.session.token.Realm.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.session.token.OneTimeTokens.Redemption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OneTimeTokensIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private static EmbeddedRedis redis;
    private static Larder here;
    private static Larder there;
    private static OneTimeTokens tokens;
    private static OneTimeTokens elsewhere;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        here = Realm.larder(redis.uri());
        there = Realm.larder(redis.uri());
        tokens = OneTimeTokens.on(here);
        elsewhere = OneTimeTokens.on(there);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        redis.close();
    }

    private static String issued(String purpose, String subject, String payload) {
        Issuance<String> issuance = tokens.issue(purpose, subject, payload, HOUR);
        assertThat(issuance).isInstanceOf(Issuance.Issued.class);
        return ((Issuance.Issued<String>) issuance).value();
    }

    @Test
    void redeem_whatWasIssued_isDoneOnce() {
        String token = issued("verify", "user-1", "new@example.org");

        assertThat(token).hasSize(46).matches("[A-Za-z0-9_-]+");
        assertThat(elsewhere.redeem(token, "verify")).isEqualTo(new Redemption.Redeemed("user-1", "new@example.org"));
        assertThat(refusal(tokens.redeem(token, "verify"))).isEqualTo(Refusal.REDEEMED);
        assertThat(refusal(elsewhere.redeem(token, "verify"))).isEqualTo(Refusal.REDEEMED);
    }

    @Test
    void redeem_by64Callers_isDoneByOne() {
        for (int round = 0; round < 100; round++) {
            String token = issued("verify", "crowd-" + round, "p");
            List<CompletionStage<Redemption>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add((i % 2 == 0 ? tokens : elsewhere).async().redeem(token, "verify"));
            }

            List<Redemption> answers = calls.stream()
                    .map(call -> call.toCompletableFuture().join())
                    .toList();

            assertThat(answers.stream().filter(Redemption.Redeemed.class::isInstance))
                    .hasSize(1);
            assertThat(answers.stream().filter(answer -> refusal(answer) == Refusal.REDEEMED))
                    .hasSize(63);
        }
    }

    @Test
    void redeem_forAnotherPurpose_isUnknownAndTouchesNothing() {
        String token = issued("verify", "user-2", "");
        String other = issued("reset", "user-2", "");

        assertThat(refusal(tokens.redeem(token, "reset"))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.redeem(token, ""))).isEqualTo(Refusal.UNKNOWN);

        assertThat(tokens.redeem(token, "verify")).isEqualTo(new Redemption.Redeemed("user-2", ""));
        assertThat(tokens.redeem(other, "reset")).isInstanceOf(Redemption.Redeemed.class);
    }

    @Test
    void redeem_replacedByANewerOne_isUnknown() {
        String older = issued("reset", "user-3", "older");
        String newer = issued("reset", "user-3", "newer");

        assertThat(refusal(tokens.redeem(older, "reset"))).isEqualTo(Refusal.UNKNOWN);
        assertThat(tokens.redeem(newer, "reset")).isEqualTo(new Redemption.Redeemed("user-3", "newer"));
        assertThat(tokens.redeem(issued("reset", "user-3", "newest"), "reset"))
                .isEqualTo(new Redemption.Redeemed("user-3", "newest"));
    }

    @Test
    void redeem_revoked_isUnknown() {
        String token = issued("reset", "user-4", "");
        String other = issued("reset", "user-5", "");

        assertThat(tokens.revoke("reset", "user-4")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(tokens.revoke("never-issued", "user-4")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(refusal(tokens.redeem(token, "reset"))).isEqualTo(Refusal.UNKNOWN);
        assertThat(tokens.redeem(other, "reset")).isInstanceOf(Redemption.Redeemed.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\u0000\ud800", "../../x"})
    void redeem_whatNobodyHasIssued_isUnknown(String token) {
        assertThat(refusal(tokens.redeem(token, "reset"))).isEqualTo(Refusal.UNKNOWN);
    }

    @Test
    void redeem_changedOrCutOrOverlong_isUnknownAndTouchesNothing() {
        String token = issued("reset", "user-6", "");

        assertThat(refusal(tokens.redeem(token.substring(1), "reset"))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.redeem(token + "A", "reset"))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.redeem(token.repeat(10_000), "reset"))).isEqualTo(Refusal.UNKNOWN);

        assertThat(tokens.redeem(token, "reset")).isInstanceOf(Redemption.Redeemed.class);
    }

    @Test
    void issue_outOfBounds_isRefused() {
        assertThatThrownBy(() -> tokens.issue("reset", "u", "", Duration.ofMillis(10)))
                .hasMessageContaining("1 second to 365 days");
        assertThatThrownBy(() -> tokens.issue("reset", "u", "", Duration.ofDays(366)))
                .hasMessageContaining("1 second to 365 days");
        assertThatThrownBy(() -> tokens.issue("reset", "u", "x".repeat(9000), HOUR))
                .hasMessageContaining("8192")
                .hasMessageNotContaining("xx");
        assertThatThrownBy(() -> tokens.issue("", "u", "", HOUR)).hasMessageContaining("purpose is empty");
        assertThatThrownBy(() -> tokens.issue("reset", "", "", HOUR)).hasMessageContaining("subject is empty");
        assertThatThrownBy(() -> tokens.issue("reset", "u", "\ud800", HOUR)).hasMessageContaining("surrogate");
    }
}
