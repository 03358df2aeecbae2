package dev.larder.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Larder;
import dev.larder.codec.TypeRef;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.Limits;
import dev.larder.session.limit.OnOutage;
import dev.larder.session.limit.RateLimitFields;
import dev.larder.session.token.Introspection;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.OneTimeTokens;
import dev.larder.session.token.Refresh;
import dev.larder.session.token.Refusal;
import dev.larder.session.token.Revocations;
import dev.larder.session.token.TokenPair;
import dev.larder.session.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java code on the pages of sessions, tokens and limits, run; but for spaces and comments it is the same there and here. */
final class PagesIT {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static EmbeddedRedis redis;
    private final List<String> answered = new ArrayList<>();

    /** What a visitor wants to buy. */
    record Cart(List<String> articles) {
        Cart with(String article) {
            return new Cart(List.of(article));
        }
    }

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private void answer(String what) {
        answered.add(what);
    }

    private static Larder larder() {
        return Larder.builder().redis(redis.uri()).hashSecret(Grounds.SECRET).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions", "tokens", "limits"})
    void page_ofAFeature_showsCodeThatIsRunHere(String page) throws IOException {
        String here = bare(Files.readString(Path.of("src/test/java/dev/larder/session/PagesIT.java")));
        String text = Files.readString(Path.of("../docs/features", page + ".md"));

        assertThat(CODE.matcher(text).results().map(MatchResult::group).map(PagesIT::code))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(here).contains(code));
    }

    private static String code(String block) {
        return bare(block.substring("```java".length(), block.length() - "```".length()));
    }

    private static String bare(String code) {
        return code.replaceAll("//.*", "").replaceAll("\\s+", "");
    }

    @Test
    void sessions() {
        byte[] secret = Grounds.SECRET;
        String uri = redis.uri();
        Larder larder = Larder.builder().redis(uri).hashSecret(secret).build();
        Sessions sessions = Sessions.on(larder, policy -> policy.maxPerUser(5));
        Session begun = Grounds.granted(sessions.login("user-7", Details.NONE));
        Grounds.saved(sessions.save(begun.put("cart", new Cart(List.of()))));
        for (String cookie : List.of(begun.id(), "forged")) {
            SessionLookup lookup = sessions.read(cookie);
            if (lookup instanceof SessionLookup.Found found) {
                Session session = found.session();
                Cart cart = session.get("cart", Cart.class);
                SaveResult saved = sessions.save(session.put("cart", cart.with("mower")));
                answer(saved.toString());
            } else if (lookup instanceof SessionLookup.Unavailable) {
                answer("503");
            } else {
                answer("none");
            }
        }
        List<String> roles = List.of("admin");
        sessions.changeUser("user-7", changes -> changes.put("roles", roles, new TypeRef<List<String>>() {}));

        assertThat(answered).containsExactly("Saved[]", "none");
        Session session = Grounds.found(sessions.read(begun.id()));
        assertThat(session.get("cart", Cart.class)).isEqualTo(new Cart(List.of("mower")));
        List<String> read = session.user().get("roles", new TypeRef<List<String>>() {});
        assertThat(read).isEqualTo(roles);
        larder.close();
    }

    @Test
    void tokens() {
        try (Larder larder = larder()) {
            Tokens tokens = Tokens.on(larder);
            Issuance<TokenPair> issuance = tokens.issue("user-7", Set.of("contracts:read"), Map.of("tenant", "north"));
            String bearer = "forged";
            String refreshToken = "forged";
            if (issuance instanceof Issuance.Issued<TokenPair> issued) {
                bearer = issued.value().access();
                refreshToken = issued.value().refresh();
            }
            Introspection introspection = tokens.introspect(bearer);
            if (introspection instanceof Introspection.Active active) {
                answer(active.subject());
            } else if (introspection instanceof Introspection.Unavailable) {
                answer("503");
            } else {
                answer("401");
            }
            Refresh refresh = tokens.refresh(refreshToken);
            if (refresh instanceof Refresh.Refreshed refreshed) {
                answer(refreshed.pair().refresh());
            } else if (refresh instanceof Refresh.None none && none.why() == Refusal.REUSED) {
                answer("somebody has a copy");
            }
            tokens.revoke(refreshToken);
            tokens.revokeAll("user-7");

            assertThat(answered).hasSize(2).first().isEqualTo("user-7");
            assertThat(tokens.introspect(bearer)).isInstanceOf(Introspection.None.class);
        }
    }

    @Test
    void oneTimeTokens() {
        try (Larder larder = larder()) {
            OneTimeTokens links = OneTimeTokens.on(larder);
            Issuance<String> link = links.issue("reset-password", "user-7", "", Duration.ofMinutes(30));
            String token = ((Issuance.Issued<String>) link).value();
            for (int caller = 0; caller < 2; caller++) {
                OneTimeTokens.Redemption redemption = links.redeem(token, "reset-password");
                if (redemption instanceof OneTimeTokens.Redemption.Redeemed redeemed) {
                    answer(redeemed.subject());
                } else if (redemption instanceof OneTimeTokens.Redemption.None none) {
                    answer(none.why().toString());
                }
            }

            assertThat(answered).containsExactly("user-7", "REDEEMED");
        }
    }

    @Test
    void revocations() {
        try (Larder larder = larder()) {
            String jti = "jti-1";
            String subject = "user-8";
            Instant issuedAt = Instant.now();
            Instant expiry = issuedAt.plusSeconds(60);
            Revocations list = Revocations.on(larder, policy -> policy.longestLife(Duration.ofHours(8)));
            list.revoke(jti, expiry);
            list.revokeSubject("user-7", Instant.now());
            Revocations.Status status = list.check(jti, subject, issuedAt);

            assertThat(status).isEqualTo(new Revocations.Status.Revoked());
            assertThat(list.check("jti-2", "user-7", issuedAt.minusSeconds(1))).isEqualTo(status);
            assertThat(list.check("jti-2", subject, issuedAt)).isEqualTo(new Revocations.Status.NotRevoked());
        }
    }

    @Test
    void limits() {
        try (Larder larder = larder()) {
            Limits limits = Limits.on(larder);
            Limit perUser = Limit.of("user", Algorithm.Gcra.of(100, Duration.ofMinutes(1)));
            Limit perAddress = Limit.builder("address", new Algorithm.SlidingWindow(1_000, Duration.ofHours(1), 12))
                    .onOutage(new OnOutage.Closed())
                    .build();

            Decision decision = limits.tryAcquire(perUser, "42");
            Decision both = limits.tryAcquire(List.of(Ask.of(perUser, "42"), new Ask(perAddress, "192.0.2.7", 5)));
            RateLimitFields fields = RateLimitFields.of(both);

            assertThat(List.of(decision, both)).allMatch(Decision.Allowed.class::isInstance);
            assertThat(fields.rateLimit()).contains("\"user\"").contains("\"address\"");
        }
    }

    @Test
    void limitsOfTries() {
        try (Larder larder = larder()) {
            Limits limits = Limits.on(larder);
            String network = "192.0.2.7";
            String user = "adam";
            Limit tries = Limit.builder("tries", new Algorithm.Gcra(1, Duration.ofMinutes(1), 5))
                    .onOutage(new OnOutage.Closed())
                    .build();
            Limit triesFromAll = Limit.builder("tries-from-all", Algorithm.Gcra.of(1_000, Duration.ofHours(1)))
                    .onOutage(new OnOutage.Closed())
                    .build();

            Decision counted =
                    limits.tryAcquire(List.of(Ask.of(tries, network + " " + user), Ask.of(triesFromAll, user)));

            assertThat(counted).isInstanceOf(Decision.Allowed.class);
        }
    }
}
