package dev.larder.session.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.crypto.HashSecret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MintTest {

    private final Mint mint = new Mint(HashSecret.of(Realm.SECRET));

    @Test
    void after_inAnotherProcess_isTheSameToken() {
        TokenId first = mint.first("user-7");
        Mint other = new Mint(HashSecret.of(Realm.SECRET));

        assertThat(other.after(first)).isEqualTo(mint.after(first));
        assertThat(other.accessOf(other.after(first))).isEqualTo(mint.accessOf(mint.after(first)));
    }

    @Test
    void after_withAnotherSecret_isAnotherToken() {
        TokenId first = mint.first("user-7");
        Mint other = new Mint(HashSecret.of("another secret, 1".getBytes(StandardCharsets.US_ASCII)));

        assertThat(other.after(first).nonce()).isNotEqualTo(mint.after(first).nonce());
        assertThat(other.refresh(mint.refreshText(first))).isNull();
    }

    @Test
    void anyToken_ofAFamily_hasANonceOfItsOwn() {
        TokenId refresh = mint.first("user-7");
        TokenId access = mint.accessOf(refresh);
        TokenId next = mint.after(refresh);

        assertThat(access.nonce()).isNotEqualTo(refresh.nonce());
        assertThat(next.nonce()).isNotEqualTo(refresh.nonce()).isNotEqualTo(access.nonce());
        assertThat(mint.accessOf(next).nonce()).isNotEqualTo(access.nonce());
        assertThat(next.owner()).isEqualTo(refresh.owner());
        assertThat(next.family()).isEqualTo(refresh.family());
        assertThat(next.generation()).isEqualTo(1);
        assertThat(mint.refreshHash(refresh)).isNotEqualTo(mint.accessHash(refresh));
    }

    @Test
    void first_twiceForOneSubject_isOfTwoFamiliesAndOneOwner() {
        TokenId one = mint.first("user-7");
        TokenId two = mint.first("user-7");

        assertThat(one.owner()).isEqualTo(two.owner()).isNotEqualTo(mint.owner("user-8"));
        assertThat(one.family()).isNotEqualTo(two.family());
        assertThat(one.nonce()).isNotEqualTo(two.nonce());
        assertThat(mint.familyHash(one)).isNotEqualTo(mint.familyHash(two));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 4095, 1L << 31, 1L << 32, (1L << 36) - 1})
    void body_ofAnyGeneration_isReadAsTheSame(long generation) {
        TokenId token = new TokenId("-_AZaz09----", "____________", generation, "N".repeat(TokenId.NONCE_CHARS));

        assertThat(token.body()).hasSize(TokenId.BODY_CHARS);
        assertThat(TokenId.of(token.body())).isEqualTo(token);
        assertThat(mint.access(mint.accessText(token))).isEqualTo(token);
        assertThat(mint.refresh(mint.accessText(token))).isNull();
        assertThat(mint.refresh(mint.refreshText(token))).isEqualTo(token);
        assertThat(mint.access(mint.refreshText(token))).isNull();
    }

    @Test
    void toString_ofAToken_showsNothingOfIt() {
        TokenId token = mint.first("user-7");

        assertThat(token.toString()).doesNotContain(token.owner(), token.family(), token.nonce());
    }
}
