package dev.larder.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.guard.Arrival.Version;
import dev.larder.http.message.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cache says by itself. */
final class OwnAnswerTest {

    static Stream<OwnAnswer> answers() {
        return Stream.concat(
                Arrays.stream(Refusal.values())
                        .map(refusal -> OwnAnswer.to(new Refused(refusal), Set.of("GET"), Version.HTTP_1_1)),
                Stream.of(
                        OwnAnswer.plain(502, "origin-failed"),
                        OwnAnswer.plain(504, "not-stored"),
                        OwnAnswer.problem(502, "origin-failed")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answer_anyOfThem_hasTheFieldsOfSafety(OwnAnswer answer) {
        Fields fields = answer.head().fields();

        assertThat(fields.all("cache-control")).containsExactly("no-store");
        assertThat(fields.first("x-content-type-options")).isEqualTo("nosniff");
        assertThat(fields.first("content-security-policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(fields.first("x-frame-options")).isEqualTo("DENY");
        assertThat(fields.first("referrer-policy")).isEqualTo("no-referrer");
        assertThat(fields.first("content-type")).isIn("text/plain; charset=utf-8", "application/problem+json");
        assertThat(fields.first("content-length"))
                .isEqualTo(Integer.toString(answer.content().length()));
        assertThat(answer.content()).matches("[ -~]+\n").doesNotContain("<", "&");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>", "a b", "\"", "", "a\n", "A", "ä", "-a", "{}"})
    void answer_anythingButACode_isNotEchoed(String code) {
        for (Runnable answer :
                List.<Runnable>of(() -> OwnAnswer.plain(400, code), () -> OwnAnswer.problem(400, code))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(answer::run)
                    .withMessage("the code of an answer has to be words of a-z and 0-9 with hyphens between");
        }
    }

    @Test
    void answer_toAForbiddenMethod_saysWhichAreAllowed() {
        OwnAnswer answer = OwnAnswer.to(new Refused(Refusal.METHOD_FORBIDDEN), Set.of("POST", "GET"), Version.HTTP_2);

        assertThat(answer.head().status()).isEqualTo(405);
        assertThat(answer.head().fields().first("allow")).isEqualTo("GET, POST");
        assertThat(answer.content()).isEqualTo("405 method-forbidden\n");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void answer_whereTheNextRequestBeginsNowhere_endsTheConnection(Refusal refusal) {
        Refused refused = new Refused(refusal);

        assertThat(OwnAnswer.to(refused, Set.of(), Version.HTTP_1_1)
                        .head()
                        .fields()
                        .has("connection"))
                .isEqualTo(refusal.closes());
        assertThat(OwnAnswer.to(refused, Set.of(), Version.HTTP_2)
                        .head()
                        .fields()
                        .has("connection"))
                .isFalse();
    }

    @Test
    void problem_isJson() {
        assertThat(OwnAnswer.problem(502, "origin-failed").content())
                .isEqualTo("{\"status\":502,\"title\":\"origin-failed\"}\n");
    }
}
