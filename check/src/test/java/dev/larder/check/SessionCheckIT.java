package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short runs of the check of sessions and tokens, with a fixed seed; and the same with a flaw in a script, which it has to find. */
class SessionCheckIT {

    private static SessionReport run(SessionOptions options) throws InterruptedException {
        try (SessionCheck check = new SessionCheck(options.withSeed(7))) {
            return check.run(progress -> {});
        }
    }

    @Test
    void run_nothingFails_allPartsHold() throws InterruptedException {
        EnumSet<SessionPart> parts = EnumSet.complementOf(EnumSet.of(SessionPart.FAILOVER));
        SessionReport report = run(SessionOptions.DEFAULTS
                .withOperations(2_000)
                .withFaults(List.of())
                .withParts(parts));

        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.complete()).isTrue();
        assertThat(report.parts()).hasSize(parts.size()).allSatisfy(part -> {
            assertThat(part.calls()).as(part.part()).isPositive();
            assertThat(part.unanswered()).as(part.part()).isLessThan(part.calls() / 2);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "reset, LOGOUT, ROTATION",
        "black-hole-requests, LOST_REPLIES, LOGIN",
        "kill-keep, END_ALL, ATTRIBUTES",
        "black-hole, END_BY_HANDLE, REVOKE_ALL"
    })
    void run_somethingFails_nothingIsLostOrResurrected(String fault, SessionPart first, SessionPart second)
            throws InterruptedException {
        SessionReport report = run(SessionOptions.DEFAULTS
                .withOperations(1_000)
                .withFaults(List.of(Fault.named(fault).orElseThrow()))
                .withParts(Set.of(first, second)));

        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.faults()).containsKey(fault);
    }

    @Test
    void run_failover_endsAreRepeatedAndTheRestIsReported() throws InterruptedException {
        SessionReport report = run(SessionOptions.DEFAULTS
                .withOperations(1)
                .withFaults(List.of())
                .withParts(Set.of(SessionPart.FAILOVER)));

        assertThat(report.examples()).isEmpty();
        SessionReport.OfFailover failover = report.failover();
        assertThat(failover).isNotNull();
        if (failover != null) {
            assertThat(failover.ends()).isPositive();
            assertThat(failover.foundLater()).isZero();
            assertThat(failover.lostWrites()).isEqualTo(failover.writes()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LOGOUT       | resurrected    | end.lua           | local ended = redis.call('DEL', key)                       | do return 1 end local ended = 1
        END_ALL      | resurrected    | end-all.lua       | if not epoch or epoch == ARGV[1] then                     | if true then
        END_ALL      | resurrected    | rotate.lua        | if ofUser and                                             | if false and
        END_BY_HANDLE | resurrected   | end.lua           | if string.sub(x, 1, 1) ~= 'r' then                        | if true then
        END_BY_HANDLE | listing       | describe.lua      | for hop = 1, 7 do                                         | for hop = 1, 0 do
        LOGIN        | resurrected    | close.lua         | redis.call('DEL', KEYS[1])                                | do return { 's' } end --
        ATTRIBUTES   | lost-write     | save.lua          | if at <= #ARGV then                                       | if false then
        ATTRIBUTES   | lost-write     | save.lua          | if #changed > 1 then                                      | if false then
        ATTRIBUTES   | lost-write     | update.lua        | redis.call('EXISTS', unpack(KEYS))                        | local nothing
        ROTATION     | old-id         | rotate.lua        | redis.call('HSET', KEYS[2], 'd', ARGV[4])                 | redis.call('HSET', KEYS[2], 'd', ARGV[4]) do return { 's' } end
        LOST_REPLIES | logged-out     | token/refresh.lua | f[7] ~= '1' and age < tonumber(ARGV[8])                   | false
        THEFT        | family-lives   | token/refresh.lua | f[7] ~= '1' and age < tonumber(ARGV[8])                   | true
        REVOKE_ALL   | resurrected    | token/end-all.lua | redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])        | local nothing
        REVOKE_ALL   | resurrected    | token/refresh.lua | if redis.call('GET', KEYS[2]) ~= f[2] then                | if false then
        ONE_TIME     | redeemed-twice | token/redeem.lua  | redis.call('HDEL', KEYS[1], 'd')                          | local nothing
        """)
    void run_flawInAScript_isFound(
            SessionPart part, String rule, String script, String right, String wrong, @TempDir Path folder)
            throws InterruptedException {
        SessionOptions options = SessionOptions.DEFAULTS
                .withSeed(7)
                .withOperations(12_000)
                .withFaults(List.of())
                .withJvms(part == SessionPart.END_ALL ? 3 : 2)
                .withParts(Set.of(part))
                .withClassesFirst(new FlawedScript(script, right, wrong).in(folder));
        try (SessionCheck check = new SessionCheck(options)) {
            // One round may miss a race that has to hit; all of them together do not. The first that finds it is
            // enough.
            SessionReport report = check.run(progress -> {
                if (progress.violations() > 0) {
                    check.stop();
                }
            });
            assertThat(report.violationsByRule()).containsKey(rule);
        }
    }
}
