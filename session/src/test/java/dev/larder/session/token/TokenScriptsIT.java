package dev.larder.session.token;

import static dev.larder.session.token.Realm.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts alone: what they answer, what they write, and that they do nothing when it is too late. */
final class TokenScriptsIT {

    private static final String FAMILY = "{o}:f";
    private static final String WORD = "{o}:s";
    private static final String ONCE = "{o}:once";
    private static final String NEVER = Long.toString(Long.MAX_VALUE / 1000);
    private static final String LONG_AGO = "1000";

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void clean() {
        Realm.call(redis, "FLUSHALL");
    }

    /** Runs a script and joins what it answers by commas. */
    private static String run(String script, List<String> keys, String... args) {
        String joined = "local run = function() " + source(script) + "\nend\nlocal said = run()\n"
                + "return type(said) == 'table' and not said.err and table.concat(said, ',') or said";
        List<String> words = new ArrayList<>(List.of("EVAL", joined, Integer.toString(keys.size())));
        words.addAll(keys);
        words.addAll(Arrays.asList(args));
        return Realm.call(redis, words.toArray(String[]::new));
    }

    private static String source(String script) {
        try (InputStream in = Objects.requireNonNull(TokenCommands.class.getResourceAsStream(script))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String issue(String until) {
        return run(
                "issue.lua",
                List.of(FAMILY, WORD),
                "word-1",
                "r0",
                "r1",
                "a0",
                "60000",
                "600000",
                "6000000",
                "7000000",
                "kept",
                until);
    }

    private static String introspect(String access, String... look) {
        List<String> args = new ArrayList<>(List.of(access));
        args.addAll(Arrays.asList(look));
        return run("introspect.lua", List.of(FAMILY, WORD), args.toArray(String[]::new));
    }

    /** Trades the token of a generation, whose hash is {@code r} and the number, as the access tokens' are {@code a}. */
    private static String refresh(int generation, String until) {
        return run(
                "refresh.lua",
                List.of(FAMILY, WORD),
                Integer.toString(generation),
                "r" + generation,
                "r" + (generation + 1),
                "a" + (generation + 1),
                "r" + (generation + 2),
                "60000",
                "600000",
                "30000",
                "0",
                "50000",
                until);
    }

    @Test
    void endAll_repeatedAfterANewerOne_bringsNothingBack() {
        List<String> keys = List.of(WORD, "{o}:past");
        assertThat(run("end-all.lua", keys, "word-1234567", "60000")).isEqualTo("1");
        assertThat(run("end-all.lua", keys, "word-2345678", "60000")).isEqualTo("1");

        assertThat(run("end-all.lua", keys, "word-1234567", "60000")).isEqualTo("0");

        assertThat(Realm.call(redis, "GET", WORD)).isEqualTo("word-2345678");
        assertThat(number(redis, "PTTL", WORD)).isBetween(1L, 60_000L);
        assertThat(number(redis, "PTTL", "{o}:past")).isBetween(1L, 60_000L);
    }

    @Test
    void endAll_ofMany_remembersTheLastEight() {
        List<String> keys = List.of(WORD, "{o}:past");
        for (int i = 0; i < 20; i++) {
            run("end-all.lua", keys, "word-00000" + (10 + i), "60000");
        }

        assertThat(number(redis, "STRLEN", "{o}:past")).isEqualTo(96);
        assertThat(run("end-all.lua", keys, "word-0000022", "60000")).isEqualTo("0");
    }

    private static String field(String name) {
        return Realm.call(redis, "HGET", FAMILY, name);
    }

    @Test
    void issue_firstLogin_makesFamilyAndWord() {
        assertThat(issue(NEVER)).isEqualTo("1");

        assertThat(Realm.call(redis, "GET", WORD)).isEqualTo("word-1").isEqualTo(field("w"));
        assertThat(number(redis, "PTTL", FAMILY)).isBetween(500_000L, 600_000L);
        assertThat(number(redis, "PTTL", WORD)).isBetween(6_900_000L, 7_000_000L);
        assertThat(Long.parseLong(field("z")) - Long.parseLong(field("ax"))).isEqualTo(6_000_000 - 60_000);
    }

    @Test
    void issue_wordIsThere_keepsItAndLetsItLiveAsLongAsTheLogin() {
        Realm.call(redis, "SET", WORD, "word-0", "PX", "6500000");
        issue(NEVER);
        assertThat(field("w")).isEqualTo("word-0");
        assertThat(number(redis, "PTTL", WORD)).as("is told nothing").isLessThanOrEqualTo(6_500_000);

        Realm.call(redis, "PEXPIRE", WORD, "5000000");
        issue(NEVER);
        assertThat(number(redis, "PTTL", WORD)).isBetween(6_900_000L, 7_000_000L);
    }

    @Test
    void introspect_onlyLooking_writesNothing() {
        issue(NEVER);
        assertThat(introspect("a0", "look")).startsWith("ok,").contains(",kept,");
        refresh(0, NEVER);

        assertThat(introspect("a1", "look")).isEqualTo("unused");
        assertThat(introspect("a0", "look")).startsWith("ok,");
        assertThat(field("c")).isEqualTo("0");
        assertThat(introspect("a1")).startsWith("ok,");
        assertThat(field("c")).isEqualTo("1");
        assertThat(introspect("a1", "look")).startsWith("ok,");
        assertThat(introspect("a2", "look")).isEqualTo("unknown");
    }

    @Test
    void refresh_inTurn_keepsTheHashesOfThreeGenerations() {
        issue(NEVER);

        assertThat(refresh(0, NEVER)).isEqualTo("ok,60000,600000");
        assertThat(refresh(1, NEVER)).isEqualTo("ok,60000,600000");

        assertThat(List.of(field("g"), field("p"), field("h"), field("n"), field("b"), field("a")))
                .containsExactly("2", "r1", "r2", "r3", "a1", "a2");
    }

    @Test
    void refresh_hashThatDoesNotBelong_isUnknownAndTouchesNothing() {
        issue(NEVER);
        refresh(0, NEVER);
        String before = Realm.call(redis, "DUMP", FAMILY);

        for (String generation : List.of("0", "1", "2", "3")) {
            assertThat(run(
                            "refresh.lua",
                            List.of(FAMILY, WORD),
                            generation,
                            "other",
                            "x",
                            "x",
                            "x",
                            "60000",
                            "600000",
                            "30000",
                            "0",
                            "50000",
                            NEVER))
                    .isEqualTo("unknown");
        }

        assertThat(Realm.call(redis, "DUMP", FAMILY)).isEqualTo(before);
    }

    @Test
    void end_family_leavesTheReasonForAWhile() {
        assertThat(run("end.lua", List.of(FAMILY), "50000", "revoked")).isEqualTo("0");
        issue(NEVER);

        assertThat(run("end.lua", List.of(FAMILY), "50000", "reused")).isEqualTo("1");
        assertThat(run("end.lua", List.of(FAMILY), "50000", "revoked")).isEqualTo("0");

        assertThat(number(redis, "HLEN", FAMILY)).isEqualTo(1);
        assertThat(number(redis, "PTTL", FAMILY)).isBetween(1L, 50_000L);
        assertThat(introspect("a0")).isEqualTo("reused");
        assertThat(refresh(0, NEVER)).isEqualTo("reused");
    }

    @Test
    void endOnce_laterToken_isSpared() {
        run("issue-once.lua", List.of(ONCE), "t1", "kept", "60000", NEVER);
        long issued = number(redis, "HGET", ONCE, "t");

        assertThat(run("end-once.lua", List.of(ONCE), Long.toString(issued - 1)))
                .isEqualTo("0");
        assertThat(run("end-once.lua", List.of(ONCE), Long.toString(issued))).isEqualTo("1");
        assertThat(run("end-once.lua", List.of(ONCE), Long.toString(issued))).isEqualTo("0");
    }

    @Test
    void redeem_once_deletesWhatWasKeptAndNotTheHash() {
        run("issue-once.lua", List.of(ONCE), "t1", "kept", "60000", NEVER);

        assertThat(run("redeem.lua", List.of(ONCE), "t2", NEVER)).isEqualTo("unknown");
        assertThat(run("redeem.lua", List.of(ONCE), "t1", NEVER)).isEqualTo("ok,kept");
        assertThat(run("redeem.lua", List.of(ONCE), "t1", NEVER)).isEqualTo("redeemed");

        assertThat(number(redis, "HEXISTS", ONCE, "d")).isZero();
        assertThat(number(redis, "PTTL", ONCE)).isBetween(1L, 60_000L);
        assertThat(run("redeem.lua", List.of("{o}:none"), "t1", NEVER)).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void list_inEitherOrder_reachesFurthestAndLastsLongest(boolean turned) {
        long now = number(redis, "EVAL", "return redis.call('TIME')[1] * 1000", "0");
        List<String[]> orders = List.of(
                new String[] {"2000", Long.toString(now + 100_000)},
                new String[] {"1000", Long.toString(now + 900_000)});
        for (int i = 0; i < 2; i++) {
            assertThat(run("list.lua", List.of("entry"), orders.get(turned ? 1 - i : i)))
                    .isEqualTo("1");
        }

        assertThat(run("list.lua", List.of("entry"), "9000", Long.toString(now - 1)))
                .isEqualTo("0");
        assertThat(Realm.call(redis, "GET", "entry")).isEqualTo("2000");
        assertThat(number(redis, "PTTL", "entry")).isBetween(800_000L, 900_000L);
    }

    @Test
    void anyScript_tooLate_writesNothing() {
        assertTooLate(() -> issue(LONG_AGO));
        assertTooLate(() -> run("issue-once.lua", List.of(ONCE), "t1", "kept", "60000", LONG_AGO));
        assertThat(number(redis, "DBSIZE")).isZero();

        issue(NEVER);
        run("issue-once.lua", List.of(ONCE), "t1", "kept", "60000", NEVER);
        assertTooLate(() -> refresh(0, LONG_AGO));
        assertTooLate(() -> run("redeem.lua", List.of(ONCE), "t1", LONG_AGO));
        assertThat(field("g")).isEqualTo("0");
        assertThat(run("redeem.lua", List.of(ONCE), "t1", NEVER)).isEqualTo("ok,kept");
    }

    private static void assertTooLate(Runnable call) {
        assertThatThrownBy(call::run).hasMessageContaining("TOOLATE");
    }
}
