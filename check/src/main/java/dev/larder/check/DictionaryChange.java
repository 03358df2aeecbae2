package dev.larder.check;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Another vocabulary, and so other dictionaries: one cache after the other. When all use the new one, it is deleted, expires, and
 * what says that it is used is deleted, in use.
 */
final class DictionaryChange implements Change {

    private static final long WITHIN_SECONDS = 20;
    private static final long KEPT_WITHIN_SECONDS = 15;
    private static final int NONE = 0;

    /** What a process has to write before a dictionary can be found to have become worse. */
    private static final long MEASURE = 1_500;

    private static final long NUDGE_MILLIS = 200;

    /** A training that has begun is over by then, however busy the machine. */
    private static final long SETTLED_MILLIS = 2_000;

    private final Fleet fleet;
    private final Wire wire;
    private final BiConsumer<String, String> flaws;
    private final Map<Shelf, Integer> used = new EnumMap<>(Shelf.class);
    private long changes;
    private long disturbances;

    DictionaryChange(Fleet fleet, Wire wire, BiConsumer<String, String> flaws) {
        this.fleet = fleet;
        this.wire = wire;
        this.flaws = flaws;
    }

    /** Waits until every cache has a dictionary. */
    void begin() throws InterruptedException {
        for (Shelf shelf : fleet.shelves()) {
            if (!another(shelf)) {
                throw new CheckException(
                        "no dictionary was trained for " + shelf.cache() + " within " + WITHIN_SECONDS + " s");
            }
        }
    }

    @Override
    public boolean once() throws InterruptedException {
        if (!measured()) {
            throw new CheckException("the processes have not written " + MEASURE + " entries within " + WITHIN_SECONDS
                    + " s: give this machine less to do");
        }
        fleet.nextForm();
        for (Shelf shelf : fleet.shelves()) {
            if (!another(shelf)) {
                flaws.accept(
                        "dictionary",
                        shelf.cache() + ": the values have changed, and no other dictionary is in use after "
                                + WITHIN_SECONDS + " s");
                return false;
            }
            changes++;
        }
        for (Shelf shelf : fleet.shelves()) {
            if (!settled(shelf)) {
                return false;
            }
            String choice = prefix(shelf);
            String dictionary = choice + ":" + HexFormat.of().toHexDigits(Objects.requireNonNull(used.get(shelf)));
            if (!restored(shelf, dictionary, "DEL", dictionary)
                    || !restored(shelf, dictionary, "PEXPIRE", dictionary, "1")
                    || !restored(shelf, choice, "DEL", choice)) {
                return false;
            }
        }
        return true;
    }

    /** Waits until every process has written enough to know what its dictionaries are worth. */
    private boolean measured() throws InterruptedException {
        List<Long> before = fleet.count("writes");
        return Patience.until(WITHIN_SECONDS, () -> {
            List<Long> now = fleet.count("writes");
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) - before.get(i) >= MEASURE);
        });
    }

    private String prefix(Shelf shelf) {
        return fleet.namespace() + ":{" + shelf.cache() + "}:dict";
    }

    /** Waits until every entry of a cache that is written often needs one and the same dictionary, which is not the one of before. */
    private boolean another(Shelf shelf) throws InterruptedException {
        int before = used.getOrDefault(shelf, NONE);
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < WITHIN_SECONDS * 1_000_000_000L) {
            Set<Integer> now = inUse(shelf);
            if (now.size() == 1 && !now.contains(before) && !now.contains(NONE)) {
                used.put(shelf, now.iterator().next());
                return true;
            }
            // The right to train lasts ten minutes; who follows the choice looks whether it is time when that changes.
            wire.call("DEL", prefix(shelf) + ":training");
            String life = wire.call("PTTL", prefix(shelf));
            if (life.startsWith("-")) {
                wire.call("SET", prefix(shelf), "?", "PX", "20");
            } else {
                wire.call("PEXPIRE", prefix(shelf), life);
            }
            Patience.pass(NUDGE_MILLIS);
        }
        return false;
    }

    /** Takes the right to train away, and waits until nobody trains any more: what is disturbed has to be what is in use. */
    private boolean settled(Shelf shelf) throws InterruptedException {
        wire.call("SET", prefix(shelf) + ":training", "held by the check", "PX", "600000");
        Patience.pass(SETTLED_MILLIS);
        boolean one = Patience.until(WITHIN_SECONDS, () -> {
            Set<Integer> now = inUse(shelf);
            boolean single = now.size() == 1 && !now.contains(NONE);
            if (single) {
                used.put(shelf, now.iterator().next());
            }
            return single;
        });
        if (!one) {
            flaws.accept(
                    "dictionary", shelf.cache() + ": several dictionaries are in use after " + WITHIN_SECONDS + " s");
        }
        return one;
    }

    private Set<Integer> inUse(Shelf shelf) {
        List<String> names = IntStream.range(0, Shelf.KEYS)
                .filter(key -> !Shelf.quiet(key))
                .mapToObj(key -> fleet.namespace() + ":" + shelf.cache() + ":{" + key + "}")
                .toList();
        return wire.get(names).stream()
                .map(entry -> entry == null || entry[Anatomy.KIND] != 1 ? NONE : Anatomy.dictionaryOf(entry))
                .collect(Collectors.toSet());
    }

    /** Takes something away, and waits until somebody has put it back. */
    private boolean restored(Shelf shelf, String key, String... command) throws InterruptedException {
        wire.call(command);
        disturbances++;
        boolean there =
                Patience.until(KEPT_WITHIN_SECONDS, () -> wire.call("PTTL", key).length() > 4);
        if (!there) {
            flaws.accept(
                    "dictionary",
                    shelf.cache() + ": nobody has kept " + key.substring(key.indexOf('}') + 2) + " within "
                            + KEPT_WITHIN_SECONDS + " s of " + command[0]);
        }
        return there;
    }

    /** A process that knows none of the dictionaries has to read everything, old entries too. */
    @Override
    public void last() throws InterruptedException {
        fleet.replace(0, 1);
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public long disturbances() {
        return disturbances;
    }
}
