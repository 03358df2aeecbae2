package dev.larder.session.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.larder.codec.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of tokens, and of what is kept of them: whatever comes from a client is refused or is a token that was issued; whatever comes from
 * Redis is refused or is read as it was written.
 * A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class TokenFuzz {

    private static final TokenId TOKEN = new TokenId("AAAAAAAAAAAA", "BBBBBBBBBBBB", 7, "CCCCCCCCCCCCCCCCCCCCCC");
    private static final String ACCESS = Realm.MINT.accessText(TOKEN);
    private static final String REFRESH = Realm.MINT.refreshText(TOKEN);

    static Stream<byte[]> texts() {
        return Stream.of(
                        "",
                        ACCESS,
                        REFRESH,
                        ACCESS.substring(1),
                        ACCESS + "A",
                        ACCESS.replace('C', '='),
                        "A".repeat(64),
                        "-".repeat(64),
                        "\u0000".repeat(64),
                        "\u00e9".repeat(64))
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Stream<byte[]> kept() {
        Grant grant = new Grant("user-7", Set.of("read", "write"), Map.of("tenant", "north", "", ""));
        return Stream.of(
                new byte[0],
                new byte[] {0, 0, 0, 0},
                new byte[] {-1, -1, -1, -1, 0, 0, 0, 0},
                new byte[] {127, -1, -1, -1, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 0, 127, -1, -1, -1},
                new byte[] {0, 0, 0, 0, 0, 0, 0, 1, -1},
                new Grant("u", Set.of(), Map.of()).write(100),
                grant.write(100));
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "60s")
    void access_anyText_isRefusedOrWasIssued(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        TokenId access = Realm.MINT.access(text);
        TokenId refresh = Realm.MINT.refresh(text);

        assertThat(access).isIn(null, TOKEN);
        assertThat(refresh).isIn(null, TOKEN);
        assertThat(access != null).isEqualTo(text.equals(ACCESS));
        assertThat(refresh != null).isEqualTo(text.equals(REFRESH));
    }

    @MethodSource("kept")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_areRefusedOrStayAsTheyAre(byte[] bytes) {
        try {
            Grant grant = Grant.read(bytes);
            if (!grant.subject().isEmpty()) {
                assertThat(Grant.read(grant.write(Integer.MAX_VALUE))).isEqualTo(grant);
            }
        } catch (CodecException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(200);
        }
        assertThatCode(() -> {
                    List<String> texts = Texts.read(bytes, 0);
                    assertThat(Texts.write(texts)).isEqualTo(bytes);
                })
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isNull(),
                        thrown -> assertThat(thrown).isInstanceOf(CodecException.class));
    }
}
