package dev.larder.check;

import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One part under load: two processes read and write while something changes; then it is judged. {@link #kill} is for any thread. */
final class LoadPart {

    private static final String REASON = "reason/";

    private final PayloadPart part;
    private final EmbeddedRedis redis;
    private final Path folder;
    private final Flaws flaws;
    private volatile @Nullable Fleet running;

    LoadPart(PayloadPart part, EmbeddedRedis redis, Path folder, Flaws flaws) {
        this.part = part;
        this.redis = redis;
        this.folder = folder;
        this.flaws = flaws;
    }

    /** Ends all processes at once, and so the run. */
    void kill() {
        Fleet fleet = running;
        if (fleet != null) {
            fleet.kill();
        }
    }

    /** Changes things until the time is over and something has changed. */
    PayloadReport.OfLoad run(Duration time, BooleanSupplier stopped, PayloadCheck.Teller teller)
            throws InterruptedException {
        long before = flaws.count();
        long begun = System.nanoTime();
        Path own = folder.resolve(part.label());
        try {
            Files.createDirectory(own);
        } catch (IOException e) {
            throw new CheckException("a folder cannot be made: " + e.getMessage(), e);
        }
        List<Shelf> shelves = part == PayloadPart.UPGRADE ? List.of(Shelf.values()) : List.of(Shelf.FAR, Shelf.NEAR);
        try (Wire wire = new Wire(redis.host(), redis.port());
                Fleet fleet = new Fleet(redis, own, part.label(), shelves)) {
            running = fleet;
            fleet.start();
            DictionaryChange dictionaries = new DictionaryChange(fleet, wire, flaws::add);
            dictionaries.begin();
            Change change = part == PayloadPart.ROTATION
                    ? new Rotation(fleet, flaws::add)
                    : part == PayloadPart.UPGRADE ? new Upgrade(fleet) : dictionaries;
            boolean good = true;
            while (good
                    && !stopped.getAsBoolean()
                    && (System.nanoTime() - begun < time.toNanos() || change.changes() < change.least())) {
                good = change.once();
                teller.tell("changes", change.changes());
            }
            change.last();
            Map<String, Long> counts = fleet.finish();
            judge(fleet, counts);
            return report(counts, change, flaws.count() - before, (System.nanoTime() - begun) / 1e9);
        } finally {
            running = null;
        }
    }

    private void judge(Fleet fleet, Map<String, Long> counts) {
        List<String> told = fleet.flaws();
        told.forEach(flaw -> flaws.add(part.label(), flaw));
        for (long left = counts.getOrDefault("flaws", 0L) - told.size(); left > 0; left--) {
            flaws.add(part.label(), "more of the kind");
        }
        counts.forEach((name, times) -> {
            if (name.startsWith(REASON)) {
                String[] reason = name.substring(REASON.length()).split("/", 2);
                boolean may = reason[0].equals(Shelf.INCOMPATIBLE.cache()) && reason[1].equals("SCHEMA");
                if (!may) {
                    flaws.add(part.label(), reason[0] + ": " + times + " entries were unreadable: " + reason[1]);
                }
            }
        });
    }

    private PayloadReport.OfLoad report(Map<String, Long> counts, Change change, long violations, double seconds) {
        Map<String, Long> reasons = new TreeMap<>();
        long unreadable = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            if (count.getKey().startsWith(REASON)) {
                reasons.put(count.getKey().substring(REASON.length()), count.getValue());
            } else if (count.getKey().startsWith("unreadable/")) {
                unreadable += count.getValue();
            }
        }
        return new PayloadReport.OfLoad(
                part.label(),
                counts.getOrDefault("reads", 0L),
                counts.getOrDefault("gets", 0L),
                counts.getOrDefault("writes", 0L),
                counts.getOrDefault("loads", 0L),
                counts.getOrDefault("misses", 0L),
                unreadable,
                reasons,
                change.changes(),
                change.disturbances(),
                violations,
                seconds);
    }
}
