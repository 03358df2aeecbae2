package dev.larder.codec;

import static dev.larder.codec.Estate.SECRET;
import static dev.larder.codec.Estate.sanitiser;
import static dev.larder.codec.Estate.text;
import static dev.larder.codec.Estate.under;
import static dev.larder.codec.Estate.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Which fields are dropped because of their names alone. */
class DroppedNamesTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode BY_POST = JSON.stringNode("by post");

    record Login(
            String user,
            String password,
            int pin,
            @Nullable String clientSecret,
            @Nullable String CARD_NUMBER,
            Map<String, JsonNode> more) {}

    @Test
    void sanitise_sensitiveNames_areDroppedByDefault() {
        Map<String, JsonNode> more = Map.of(
                "Old-Passwords", JSON.arrayNode().add(SECRET), "shipping", BY_POST, "api_key", JSON.numberNode(4711));

        Sanitiser.Sanitised<Login> sanitised =
                sanitiser(Login.class, rules -> rules).sanitise(new Login("ann", SECRET, 4711, SECRET, SECRET, more));

        assertThat(text(sanitised)).doesNotContain(SECRET).doesNotContain("4711");
        assertThat(sanitised.value()).isEqualTo(new Login("ann", null, 0, null, null, Map.of("shipping", BY_POST)));
    }

    @Test
    void sanitise_allowedNames_stay() {
        Login login = new Login("ann", SECRET, 4711, null, null, Map.of());

        assertThat(written(Login.class, login, rules -> rules.allow("password", "**.pin")))
                .contains(SECRET)
                .contains("4711");
        assertThat(written(
                        Login.class,
                        login,
                        rules -> rules.allow("password", "pin").sensitiveNames(List.of("user"))))
                .doesNotContain("ann");
    }

    record Renamed(@JsonProperty("hint") String password) {}

    @Test
    void sanitise_renamedInJson_isKnownByItsNameInJava() {
        assertThat(written(Renamed.class, new Renamed(SECRET), rules -> rules)).isEqualTo("{}");
    }

    enum CredentialKind {
        PASSWORD,
        CARD
    }

    record Account(
            boolean passwordExpired,
            @Nullable Boolean pinRequired,
            @Nullable Instant passwordChangedAt,
            @Nullable Date secretSince,
            Optional<Duration> tokenSecretLife,
            List<Instant> passwordChanges,
            @Nullable CredentialKind credentialKind) {}

    private static Account account() {
        return new Account(
                true,
                true,
                Instant.EPOCH,
                new Date(0),
                Optional.of(Duration.ZERO),
                List.of(Instant.EPOCH),
                CredentialKind.CARD);
    }

    @Test
    void under_namesOfBooleansTimesAndEnums_areNotLookedAt() {
        assertThat(under(Account.class, rules -> rules)).isNotInstanceOf(Sanitiser.class);
        assertThat(under(Account.class, rules -> rules.sensitiveNames(List.of("expired", "since"))))
                .isNotInstanceOf(Sanitiser.class);
    }

    record Annotated(
            @Sensitive boolean passwordExpired,
            @Sensitive @Nullable Instant passwordChangedAt) {}

    @Test
    void sanitise_pathsAndAnnotations_dropBooleansAndTimes() {
        assertThat(sanitiser(Account.class, rules -> rules.drop("passwordExpired", "**.secretSince", "credentialKind"))
                        .sanitise(account())
                        .value())
                .isEqualTo(new Account(
                        false, true, Instant.EPOCH, null, Optional.of(Duration.ZERO), List.of(Instant.EPOCH), null));
        assertThat(sanitiser(Annotated.class, rules -> rules)
                        .sanitise(new Annotated(true, Instant.EPOCH))
                        .value())
                .isEqualTo(new Annotated(false, null));
    }

    record Card(long cardNumber, int cvc, @Nullable Integer pin, List<Integer> passcodes) {}

    @Test
    void sanitise_namesOfNumbers_areDropped() {
        assertThat(sanitiser(Card.class, rules -> rules)
                        .sanitise(new Card(4711, 4711, 4711, List.of(4711)))
                        .value())
                .isEqualTo(new Card(0, 0, null, null));
    }

    record Usage(
            int tokens,
            long fencingToken,
            @Nullable Long sessionId,
            int pass,
            double pan,
            @Nullable Float pinRatio,
            List<Integer> maxTokens,
            Map<String, Long> tokensByModel,
            Map<String, Long> apiTokens,
            Parsed parserTokens) {}

    record Parsed(int count) {}

    @Test
    void under_numbersThatAreNoSecrets_areNotDropped() {
        Usage usage = new Usage(
                1, 2, 3L, 4, 0.5, 0.25f, List.of(5), Map.of("tokens", 6L), Map.of("token", 7L), new Parsed(8));

        assertThat(sanitiser(Usage.class, rules -> rules).sanitise(usage).value())
                .isEqualTo(usage);
    }

    record Tokens(
            @Nullable String token,
            @Nullable List<String> apiTokens,
            @Nullable String csrfTokens,
            @Nullable Optional<String> sessionIds,
            byte @Nullable [] deviceToken,
            @Nullable Map<String, String> tokens,
            long pan,
            int otp) {}

    @Test
    void sanitise_textsThatAreTokensAndNumbersThatAreSecrets_areDropped() {
        Tokens tokens = new Tokens(
                SECRET, List.of(SECRET), SECRET, Optional.of(SECRET), new byte[] {1}, Map.of("a", SECRET), 4711, 4711);

        assertThat(written(Tokens.class, tokens, rules -> rules))
                .doesNotContain(SECRET)
                .doesNotContain("4711")
                .doesNotContain("deviceToken");
    }

    record Open(Map<String, JsonNode> more, Map<CredentialKind, Double> rates) {}

    @Test
    void sanitise_numbersUnderKeys_stayAsThoseOfFieldsDo() {
        Open open = new Open(
                Map.of("tokens", JSON.numberNode(3), "pan", JSON.numberNode(0.5), "pin", JSON.numberNode(4711)),
                Map.of(CredentialKind.PASSWORD, 0.5));

        assertThat(sanitiser(Open.class, rules -> rules).sanitise(open).value())
                .isEqualTo(new Open(
                        Map.of("tokens", JSON.numberNode(3), "pan", JSON.numberNode(0.5)),
                        Map.of(CredentialKind.PASSWORD, 0.5)));
    }

    record Loose(Map<String, JsonNode> more, Map<CredentialKind, Boolean> has) {}

    @Test
    void sanitise_booleansUnderKeys_stay() {
        Loose loose = new Loose(
                Map.of("passwordExpired", JSON.booleanNode(true), "password", JSON.stringNode(SECRET)),
                Map.of(CredentialKind.PASSWORD, true));

        assertThat(sanitiser(Loose.class, rules -> rules).sanitise(loose).value())
                .isEqualTo(new Loose(
                        Map.of("passwordExpired", JSON.booleanNode(true)), Map.of(CredentialKind.PASSWORD, true)));
    }

    static final class Branch extends ArrayList<Branch> {
        private static final long serialVersionUID = 1L;
    }

    record Tree(Branch secrets) {}

    @Test
    void under_listOfItself_isLookedAt() {
        assertThat(under(Tree.class, rules -> rules)).isInstanceOf(Sanitiser.class);
    }
}
