package dev.larder.server;

import dev.larder.server.ReplayTarget.Counters;
import dev.larder.server.ReplayTarget.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a replay, as one JSON object or as a table.
 *
 * @param source what was replayed, for the title of the table
 * @param distinctKeys different keys in the accesses
 * @param threads how many threads replayed
 * @param outcome what the threads did
 * @param counters what the target counted
 */
record ReplayReport(String source, int distinctKeys, int threads, ReplayRun.Outcome outcome, Counters counters) {
    /** Whether everything was replayed and nothing failed. */
    boolean good() {
        return outcome.errors() == 0 && outcome.complete();
    }

    /** Exactly one JSON object on one line. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("accesses", accesses());
        all.put("reads", outcome.reads());
        all.put("writes", outcome.writes());
        all.put("distinctKeys", distinctKeys);
        all.put("threads", threads);
        all.put("complete", outcome.complete());
        all.put("nearHits", counters.nearHits());
        all.put("redisHits", counters.redisHits());
        all.put("loads", counters.loads());
        all.put("coalescedLoads", counters.coalescedLoads());
        all.put("staleServed", counters.staleServed());
        all.put("errors", outcome.errors());
        if (outcome.firstError() != null) {
            all.put("firstError", outcome.firstError().toString());
        }
        all.put("redisRoundTrips", counters.redisRoundTrips());
        all.put("roundTripsPer1000Reads", rounded(perThousand(counters.redisRoundTrips())));
        all.put("redisBytes", counters.redisBytes());
        all.put("redisTraffic", counters.redisTraffic());
        all.put("nearEntries", counters.nearEntries());
        all.put("nearHitRatio", rounded(share(counters.nearHits())));
        all.put("loadsSaved", loadsSaved());
        all.put("seconds", rounded(seconds()));
        all.put("accessesPerSecond", Math.round(accesses() / seconds()));
        Map<String, Object> latency = new LinkedHashMap<>();
        outcome.latencies().forEach((tier, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                latency.put(tier.name().toLowerCase(Locale.ROOT), latency(histogram));
            }
        });
        all.put("latencyMicros", latency);
        return JsonMapper.shared().writeValueAsString(all);
    }

    /** Lines for people, aligned, with units. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s%s: %,d accesses to %,d keys, %d %s",
                outcome.complete() ? "" : "Interrupted. ",
                source,
                accesses(),
                distinctKeys,
                threads,
                threads == 1 ? "thread" : "threads"));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-22s %14s %9s %12s %12s %12s", "answered by", "reads", "share", "p50", "p99", "p99.9"));
        addTier(lines, "near tier", counters.nearHits(), Tier.NEAR);
        addTier(lines, "Redis", counters.redisHits(), Tier.REDIS);
        addTier(lines, "database", counters.loads(), Tier.DATABASE);
        addCount(lines, "another one's load", counters.coalescedLoads());
        addCount(lines, "stale value", counters.staleServed());
        addCount(lines, "nobody: errors", outcome.errors());
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-22s %14s", "time", String.format(Locale.ROOT, "%,.2f s", seconds())));
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %14s",
                "throughput",
                String.format(Locale.ROOT, "%,.0f/s", accesses() / seconds())));
        lines.add(String.format(Locale.ROOT, "%-22s %,14d", "writes", outcome.writes()));
        lines.add(String.format(Locale.ROOT, "%-22s %,14d %9s", "loads saved", loadsSaved(), percent(loadsSaved())));
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %,14d, %.1f per 1,000 reads",
                "Redis round trips",
                counters.redisRoundTrips(),
                perThousand(counters.redisRoundTrips())));
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %14s",
                "Redis traffic",
                String.format(Locale.ROOT, "%,.1f MB", counters.redisTraffic() / 1e6)));
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %14s",
                "bytes in Redis",
                String.format(Locale.ROOT, "%,.1f MB", counters.redisBytes() / 1e6)));
        lines.add(String.format(Locale.ROOT, "%-22s %,14d", "near tier entries", counters.nearEntries()));
        if (outcome.firstError() != null) {
            lines.add("");
            lines.add("first error: " + outcome.firstError());
        }
        return lines;
    }

    private long accesses() {
        return outcome.reads() + outcome.writes();
    }

    private long loadsSaved() {
        return outcome.reads() - outcome.errors() - counters.loads();
    }

    private double seconds() {
        return Math.max(outcome.nanos(), 1) / 1e9;
    }

    private double share(long count) {
        return outcome.reads() == 0 ? 0 : (double) count / outcome.reads();
    }

    private double perThousand(long count) {
        return share(count) * 1000;
    }

    private String percent(long count) {
        return String.format(Locale.ROOT, "%.2f %%", share(count) * 100);
    }

    private void addTier(List<String> lines, String name, long count, Tier tier) {
        Histogram histogram = outcome.latencies().get(tier);
        if (histogram == null || histogram.getTotalCount() == 0) {
            addCount(lines, name, count);
            return;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %,14d %9s %12s %12s %12s",
                name,
                count,
                percent(count),
                micros(histogram, 50),
                micros(histogram, 99),
                micros(histogram, 99.9)));
    }

    private void addCount(List<String> lines, String name, long count) {
        lines.add(String.format(Locale.ROOT, "%-22s %,14d %9s", name, count, percent(count)));
    }

    private static Map<String, Object> latency(Histogram histogram) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", histogram.getTotalCount());
        values.put("p50", histogram.getValueAtPercentile(50) / 1000.0);
        values.put("p99", histogram.getValueAtPercentile(99) / 1000.0);
        values.put("p999", histogram.getValueAtPercentile(99.9) / 1000.0);
        return values;
    }

    private static String micros(Histogram histogram, double percentile) {
        return String.format(Locale.ROOT, "%,.1f us", histogram.getValueAtPercentile(percentile) / 1000.0);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
