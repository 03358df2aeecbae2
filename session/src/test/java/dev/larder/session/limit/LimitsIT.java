package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.CacheUnavailableException;
import dev.larder.Larder;
import dev.larder.chaos.FaultProxy;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LimitsIT extends OneRedis {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Limit THREE_AN_HOUR = Limit.of("three", Algorithm.Gcra.of(3, HOUR));
    private static final Limit TWO_A_DAY = Limit.of("two", Algorithm.SlidingWindow.of(2, Duration.ofDays(1)));
    private static final Limit TWO_AT_ONCE = Limit.of("at-once", new Algorithm.Concurrent(2, HOUR));

    private static Decision.Allowed allowed(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        return (Decision.Allowed) decision;
    }

    private static Decision.Denied denied(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Denied.class);
        return (Decision.Denied) decision;
    }

    private long remaining(Limit limit, String key) {
        return limits.tryAcquire(limit, key, 0).standings().get(0).remaining();
    }

    @Test
    void tryAcquire_moreThanTheBurst_isDenied() {
        for (int left = 2; left >= 0; left--) {
            Decision.Allowed taken = allowed(limits.tryAcquire(THREE_AN_HOUR, "192.0.2.7"));
            assertThat(taken.standings().get(0).remaining()).isEqualTo(left);
            assertThat(taken.standings().get(0).fullAfter())
                    .isBetween(
                            Duration.ofMinutes(20L * (3 - left)).minusMinutes(1), Duration.ofMinutes(20L * (3 - left)));
        }

        Decision.Denied denied = denied(limits.tryAcquire(THREE_AN_HOUR, "192.0.2.7"));

        assertThat(denied.by()).containsExactly(THREE_AN_HOUR);
        assertThat(denied.retryAfter()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        assertThat(limits.tryAcquire(THREE_AN_HOUR, "192.0.2.8").allowed()).isTrue();
    }

    @Test
    void tryAcquire_severalLimits_takesAllOrNothing() {
        List<Ask> both = List.of(Ask.of(THREE_AN_HOUR, "u"), Ask.of(TWO_A_DAY, "u"));
        allowed(limits.tryAcquire(both));
        allowed(limits.tryAcquire(both));

        Decision.Denied denied = denied(limits.tryAcquire(both));

        assertThat(denied.by()).containsExactly(TWO_A_DAY);
        assertThat(denied.standings()).hasSize(2);
        assertThat(remaining(THREE_AN_HOUR, "u")).isEqualTo(1);
    }

    @Test
    void tryAcquire_thirtyTwoCallersOfOneKey_allowsExactlyTheBurst() {
        Limit thousand = Limit.of("thousand", Algorithm.Gcra.of(1_000, Duration.ofDays(300)));
        List<CompletionStage<Decision>> calls = new ArrayList<>();
        IntStream.range(0, 32).parallel().forEach(caller -> {
            for (int i = 0; i < 50; i++) {
                limits.tryAcquire(thousand, "hot");
            }
        });
        for (int i = 0; i < 500; i++) {
            calls.add(limits.async().tryAcquire(thousand, "cold"));
        }

        assertThat(limits.stats().allowed()).isGreaterThanOrEqualTo(1_000);
        assertThat(calls)
                .allSatisfy(call -> assertThat(call)
                        .succeedsWithin(30, TimeUnit.SECONDS)
                        .satisfies(decision -> assertThat(decision.allowed()).isTrue()));
        assertThat(limits.stats().allowed()).isEqualTo(1_500);
        assertThat(limits.stats().denied() + limits.stats().deniedByNote()).isEqualTo(600);
        assertThat(limits.stats().scriptCalls()).isLessThan(1_500);
    }

    @Test
    void tryAcquire_denied_isAnsweredFromANoteWithoutARoundTrip() {
        limits.tryAcquire(THREE_AN_HOUR, "k", 3);
        Decision.Denied first = denied(limits.tryAcquire(THREE_AN_HOUR, "k"));
        long calls = limits.stats().scriptCalls();

        Decision.Denied second = denied(limits.tryAcquire(THREE_AN_HOUR, "k", 2));
        Decision.Denied both = denied(limits.tryAcquire(List.of(Ask.of(TWO_A_DAY, "k"), Ask.of(THREE_AN_HOUR, "k"))));

        assertThat(first.basis()).isEqualTo(Decision.Basis.SERVER);
        assertThat(second.basis()).isEqualTo(Decision.Basis.NOTE);
        assertThat(both.by()).containsExactly(THREE_AN_HOUR);
        assertThat(first.retryAfter().plusMinutes(20).minus(second.retryAfter()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(limits.stats().scriptCalls()).isEqualTo(calls);
        assertThat(limits.stats().deniedByNote()).isEqualTo(2);
    }

    /** Strangers choose keys, such as fields of their requests: what they send is not kept. */
    @Test
    void tryAcquire_longKeys_areNotKeptAndCountAlone() {
        String first = "x".repeat(20_000) + "1";
        WeakReference<String> sent = new WeakReference<>(first);
        allowed(limits.tryAcquire(THREE_AN_HOUR, first, 3));
        assertThat(denied(limits.tryAcquire(THREE_AN_HOUR, first)).basis()).isEqualTo(Decision.Basis.SERVER);
        assertThat(denied(limits.tryAcquire(THREE_AN_HOUR, "x".repeat(20_000) + "1"))
                        .basis())
                .isEqualTo(Decision.Basis.NOTE);
        first = "";

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            allowed(limits.tryAcquire(THREE_AN_HOUR, "k", 0));
            System.gc();
            return sent.get() == null;
        });

        assertThat(limits.tryAcquire(THREE_AN_HOUR, "x".repeat(20_000) + "1").basis())
                .isEqualTo(Decision.Basis.NOTE);
        assertThat(remaining(THREE_AN_HOUR, "x".repeat(20_000) + "2")).isEqualTo(3);
    }

    @Test
    void tryAcquire_twoLimitsOfOneName_isRefused() {
        Limit other = Limit.of("three", Algorithm.Gcra.of(4, HOUR));

        for (String key : List.of("k", "another")) {
            assertThatThrownBy(() -> limits.tryAcquire(List.of(Ask.of(THREE_AN_HOUR, "k"), Ask.of(other, key))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("two limits named three are asked in one call, and differ; give each limit a name of"
                            + " its own");
        }
        assertThatThrownBy(() -> limits.tryAcquire(List.of(Ask.of(other, "k"), new Ask(other, "k", 2))))
                .hasMessage("limit three is asked twice for one key; ask once, for the sum of both costs");
        assertThat(remaining(THREE_AN_HOUR, "k")).isEqualTo(3);
        allowed(limits.tryAcquire(List.of(Ask.of(other, "k"), Ask.of(other, "another"))));
    }

    @Test
    void tryAcquire_deniedForMuch_stillAsksForLess() {
        limits.tryAcquire(THREE_AN_HOUR, "k", 2);
        denied(limits.tryAcquire(THREE_AN_HOUR, "k", 2));

        allowed(limits.tryAcquire(THREE_AN_HOUR, "k", 1));
    }

    @Test
    void reserve_beyondTheBurst_saysHowLongToWait() {
        limits.tryAcquire(THREE_AN_HOUR, "k", 3);

        Decision.Allowed later = allowed(limits.reserve(List.of(Ask.of(THREE_AN_HOUR, "k")), HOUR));
        Decision.Denied never = denied(limits.reserve(List.of(new Ask(THREE_AN_HOUR, "k", 3)), HOUR));

        assertThat(later.after()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        assertThat(never.retryAfter()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        assertThat(limits.refund(later)).isEqualTo(Settlement.DONE);
        assertThat(limits.tryAcquire(THREE_AN_HOUR, "k", 0).standings().get(0).fullAfter())
                .isBetween(Duration.ofMinutes(59), HOUR);
    }

    @Test
    void refund_ofWhatWasTaken_canBeTakenAgain() {
        Limit odd = Limit.of("odd", Algorithm.Gcra.of(7, HOUR.plusMillis(1)));
        for (Limit limit : List.of(THREE_AN_HOUR, odd, TWO_A_DAY)) {
            Decision.Allowed taken = allowed(limits.tryAcquire(limit, "k", 2));
            long before = remaining(limit, "k");

            assertThat(limits.refund(taken, 1)).isEqualTo(Settlement.DONE);

            assertThat(remaining(limit, "k")).isEqualTo(before + 1);
        }
    }

    @Test
    void refund_ofEverything_leavesNoKey() {
        for (Limit limit : List.of(THREE_AN_HOUR, TWO_A_DAY, TWO_AT_ONCE)) {
            Decision.Allowed taken = allowed(limits.tryAcquire(limit, "k"));
            assertThat(redis("DBSIZE")).contains("1");

            assertThat(limits.refund(taken)).isEqualTo(Settlement.DONE);

            assertThat(redis("DBSIZE")).contains("0");
            assertThat(limits.refund(taken)).isEqualTo(Settlement.GONE);
        }
    }

    /** What is back by itself cannot be given back as well: a later call has it already. */
    @Test
    void refund_ofWhatCameBackByItself_givesNothing() {
        Limit fast = Limit.of("fast", new Algorithm.Gcra(10, Duration.ofMillis(20), 5));
        Decision.Allowed taken = allowed(limits.tryAcquire(fast, "k", 5));
        await().until(() -> remaining(fast, "k") == 5);
        limits.tryAcquire(fast, "k", 5);

        assertThat(limits.refund(taken)).isEqualTo(Settlement.GONE);
    }

    @Test
    void refund_afterADenial_isSeenHereAtOnce() {
        Decision.Allowed taken = allowed(limits.tryAcquire(THREE_AN_HOUR, "k", 3));
        denied(limits.tryAcquire(THREE_AN_HOUR, "k"));

        limits.refund(taken);

        allowed(limits.tryAcquire(THREE_AN_HOUR, "k"));
    }

    /** The denial comes in when the refund has been sent, and is of before it all the same. */
    @Test
    void refund_whileADenialIsOnItsWay_isSeenHereAtOnce() {
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder far = quiet(redis.uri(proxy))) {
            AsyncLimits slow = Limits.on(far).async();
            Decision.Allowed taken = allowed(slow.blocking().tryAcquire(THREE_AN_HOUR, "k", 3));
            proxy.holdReplies();
            CompletableFuture<Decision> late =
                    slow.tryAcquire(THREE_AN_HOUR, "k").toCompletableFuture();
            CompletableFuture<Settlement> refund = slow.refund(taken).toCompletableFuture();
            assertThat(late).isNotDone();

            proxy.heal();

            assertThat(denied(late.join()).basis()).isEqualTo(Decision.Basis.SERVER);
            assertThat(refund.join()).isEqualTo(Settlement.DONE);
            allowed(slow.blocking().tryAcquire(THREE_AN_HOUR, "k"));
        }
    }

    @Test
    void permits_asManyAsAllowed_areGivenBackAndRenewed() {
        Permit first = allowed(limits.tryAcquire(TWO_AT_ONCE, "k")).permits().get(0);
        allowed(limits.tryAcquire(TWO_AT_ONCE, "k"));
        Decision.Denied denied = denied(limits.tryAcquire(TWO_AT_ONCE, "k"));

        assertThat(denied.retryAfter()).isBetween(Duration.ofMinutes(59), HOUR);
        assertThat(limits.renew(first)).isEqualTo(Settlement.DONE);
        assertThat(limits.release(first)).isEqualTo(Settlement.DONE);
        assertThat(limits.release(first)).isEqualTo(Settlement.GONE);
        assertThat(limits.renew(first)).isEqualTo(Settlement.GONE);
        allowed(limits.tryAcquire(TWO_AT_ONCE, "k"));
    }

    @Test
    void permits_whoseLeaseEnds_comeBack() {
        Limit brief = Limit.of("brief", new Algorithm.Concurrent(1, Duration.ofMillis(50)));
        Permit lost = allowed(limits.tryAcquire(brief, "k")).permits().get(0);

        await().until(() -> limits.tryAcquire(brief, "k").allowed());

        assertThat(limits.release(lost)).isEqualTo(Settlement.GONE);
        await().until(() -> redis("DBSIZE").contains("0"));
    }

    @Test
    void forget_aKey_beginsAnew() {
        limits.tryAcquire(THREE_AN_HOUR, "k", 3);
        denied(limits.tryAcquire(THREE_AN_HOUR, "k"));

        assertThat(limits.forget(THREE_AN_HOUR, "k")).isEqualTo(Settlement.DONE);

        assertThat(remaining(THREE_AN_HOUR, "k")).isEqualTo(3);
        assertThat(limits.forget(THREE_AN_HOUR, "k")).isEqualTo(Settlement.GONE);
    }

    @Test
    void localShare_ofAHotKey_isNeverMoreThanTheServerGave() {
        Limit shared = Limit.builder("shared", Algorithm.Gcra.of(2_000, Duration.ofDays(300)))
                .localShare(100)
                .build();
        long allowed = 0;
        for (int i = 0; i < 4_000; i++) {
            allowed += limits.tryAcquire(shared, "hot").allowed() ? 1 : 0;
        }

        assertThat(allowed).isBetween(1_900L, 2_000L);
        assertThat(limits.stats().allowedByShare()).isGreaterThan(500);
        assertThat(limits.stats().scriptCalls()).isLessThan(2_500);
    }

    @Test
    void keys_inRedis_showNothingAndEnd() {
        limits.tryAcquire(List.of(
                Ask.of(THREE_AN_HOUR, "somebody"), Ask.of(TWO_A_DAY, "somebody"), Ask.of(TWO_AT_ONCE, "somebody")));

        List<String> keys = Pattern.compile(
                        "larder:@l:([A-Za-z0-9_-]{12}|[0-9a-f]{4}([.][A-Za-z0-9_-]{4})?)(?![A-Za-z0-9_.-])")
                .matcher(redis("KEYS", "*"))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(keys).hasSize(3);
        assertThat(redis("KEYS", "*")).doesNotContain("somebody");
        assertThat(keys).allSatisfy(key -> assertThat(redis("PTTL", key)).doesNotContain("-"));
    }

    /** Redis would note all keys of a script at each read of it, and tell each change of them. */
    @Test
    void keys_ofAllAlgorithms_areNotNotedByRedis() {
        List<Ask> all = List.of(Ask.of(THREE_AN_HOUR, "k"), Ask.of(TWO_A_DAY, "k"), Ask.of(TWO_AT_ONCE, "k"));
        Decision.Allowed taken = allowed(limits.tryAcquire(all));
        limits.renew(taken.permits().get(0));
        allowed(limits.tryAcquire(all));
        limits.refund(taken);

        assertThat(redis("INFO", "stats")).contains("tracking_total_keys:0");
    }

    @Test
    void tryAcquire_malformedCalls_areRefused() {
        assertThatThrownBy(() -> limits.tryAcquire(List.of())).hasMessageContaining("1 to 16");
        List<Ask> many =
                IntStream.range(0, 17).mapToObj(i -> Ask.of(TWO_A_DAY, "k" + i)).toList();
        assertThatThrownBy(() -> limits.tryAcquire(many)).hasMessageContaining("1 to 16");
        assertThatThrownBy(() -> limits.tryAcquire(List.of(Ask.of(TWO_A_DAY, "k"), new Ask(TWO_A_DAY, "k", 2))))
                .hasMessageContaining("asked twice");
        assertThatThrownBy(() -> limits.reserve(List.of(Ask.of(TWO_A_DAY, "k")), HOUR))
                .hasMessageContaining("only those with Gcra");
        assertThatThrownBy(() -> limits.reserve(List.of(Ask.of(THREE_AN_HOUR, "k")), Duration.ofDays(400)))
                .hasMessageContaining("366");
        assertThatThrownBy(() -> limits.renew(new Permit(TWO_A_DAY, "k", "id", false)))
                .hasMessageContaining("Concurrent");
    }

    @Test
    void calls_afterTheEnd_fail() {
        Larder ended = larder(redis.uri());
        Limits late = Limits.on(ended);
        ended.close();

        assertThatThrownBy(() -> late.tryAcquire(THREE_AN_HOUR, "k")).isInstanceOf(CacheUnavailableException.class);
        assertThatThrownBy(() -> late.async()
                        .tryAcquire(THREE_AN_HOUR, "k")
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CacheUnavailableException.class);
    }

    @Test
    void async_whatDependsOnAStage_runsOnNoThreadOfTheConnection() {
        List<CompletableFuture<String>> threads = IntStream.range(0, 500)
                .mapToObj(i -> limits.async()
                        .tryAcquire(TWO_A_DAY, "k" + i)
                        .thenApply(decision -> Thread.currentThread().getName())
                        .toCompletableFuture())
                .toList();

        assertThat(threads)
                .allSatisfy(thread -> assertThat(thread)
                        .succeedsWithin(30, TimeUnit.SECONDS)
                        .satisfies(name -> assertThat(name).doesNotContain("redis-io")));
    }
}
