package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all rounds showed so far. For one thread. */
final class SessionTotals {

    private static final class Sum {
        private long races;
        private long calls;
        private long unanswered;
        private long journaled;
        private long refused;
        private long violations;
    }

    private final Map<SessionPart, Sum> parts = new EnumMap<>(SessionPart.class);
    private final Map<String, Long> rules = new TreeMap<>();
    private final Map<String, Long> faults = new LinkedHashMap<>();
    private final Flaws flaws = new Flaws();

    void count(SessionPart part, long races, String fault, List<Deed> deeds) {
        Sum sum = sum(part);
        sum.races += races;
        faults.merge(fault, 1L, Long::sum);
        for (Deed deed : deeds) {
            if (deed.kind() != Kind.SEEN) {
                sum.calls++;
                sum.unanswered += deed.outcome() == Outcome.UNKNOWN ? 1 : 0;
                sum.journaled += deed.outcome() == Outcome.JOURNALED ? 1 : 0;
                sum.refused += deed.outcome() == Outcome.NONE || deed.outcome() == Outcome.CONFLICT ? 1 : 0;
            }
        }
    }

    void flaw(SessionPart part, SessionRule rule, String detail) {
        sum(part).violations++;
        rules.merge(rule.label(), 1L, Long::sum);
        flaws.add(rule.label(), part.label() + ", " + detail);
    }

    private Sum sum(SessionPart part) {
        return parts.computeIfAbsent(part, first -> new Sum());
    }

    long races(SessionPart part) {
        return sum(part).races;
    }

    long violations() {
        return flaws.count();
    }

    SessionReport report(
            SessionOptions options, boolean complete, double seconds, SessionReport.@Nullable OfFailover failover) {
        List<SessionReport.OfPart> all = new ArrayList<>();
        long operations = 0;
        for (Map.Entry<SessionPart, Sum> entry : parts.entrySet()) {
            Sum sum = entry.getValue();
            if (sum.races == 0 && sum.violations == 0) {
                continue;
            }
            operations += sum.calls;
            all.add(new SessionReport.OfPart(
                    entry.getKey().label(),
                    sum.races,
                    sum.calls,
                    sum.unanswered,
                    sum.journaled,
                    sum.refused,
                    sum.violations));
        }
        return new SessionReport(
                operations,
                flaws.count(),
                Collections.unmodifiableMap(rules),
                complete,
                seconds,
                options.seed(),
                options.jvms(),
                List.copyOf(all),
                Collections.unmodifiableMap(faults),
                failover,
                flaws.examples());
    }
}
