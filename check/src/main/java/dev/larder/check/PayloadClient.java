package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.LarderEvent;
import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.Keyring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the JVMs that read and write while something changes. Its {@link Orders}:
 *
 * <pre>
 * fill        writes each of its keys once
 * begin       starts readers and writers
 * form N      changes the form of the values from now on
 * rest        has all of them stop
 * wake        has many threads read at once, and the others go on
 * keys        answers with the numbers of the keys that it has, the primary first
 * count       answers with counts so far
 * finish      ends the writers and readers, looks every key up, and answers with counts
 * </pre>
 */
final class PayloadClient implements AutoCloseable {

    private static final int READERS = 2;
    private static final int AT_ONCE = 8;

    private final int jvm;
    private final List<Shelf> shelves;
    private final Ledger ledger;
    private final Census census;
    private final Keyring keyring;
    private final Larder larder;
    private final Map<String, Long> reasons = new ConcurrentHashMap<>();
    private final Map<Shelf, Cache<Integer, Stated>> caches = new EnumMap<>(Shelf.class);
    private final List<ShelfWriter> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile int form;
    private volatile boolean running;
    private volatile @Nullable Rest rest;

    private PayloadClient(
            int jvm, int release, Path folder, String uri, String namespace, int form, List<Shelf> shelves) {
        // The classes of the second release have to be those that are found first.
        if (Notice.class.getRecordComponents().length != (release == 1 ? 5 : 6)) {
            throw new CheckException("a process is to run release " + release + ", but has the classes of another one");
        }
        this.jvm = jvm;
        this.form = form;
        this.ledger = Ledger.open(folder.resolve("ledger"), Shelf.places());
        this.census =
                new Census(folder.resolve("flaws-" + ProcessHandle.current().pid()));
        this.keyring = Keyring.ofFile(folder.resolve("keyset.json"));
        this.larder = Raid.larder(uri, namespace, keyring, this::note);
        this.shelves = shelves;
        for (Shelf shelf : shelves) {
            caches.put(shelf, shelf.open(larder));
            writers.add(new ShelfWriter(shelf, this, 31L * jvm + release));
        }
    }

    /** Runs a client; the arguments are those of the constructor. */
    public static void main(String[] args) throws InterruptedException {
        Orders orders = Orders.take();
        try (PayloadClient client = new PayloadClient(
                Integer.parseInt(args[0]),
                Integer.parseInt(args[1]),
                Path.of(args[2]),
                args[3],
                args[4],
                Integer.parseInt(args[5]),
                Stream.of(args[6].split(",", -1)).map(Shelf::valueOf).toList())) {
            orders.obey(2, client::obey);
        }
    }

    private void note(LarderEvent event) {
        if (event instanceof LarderEvent.Unreadable unreadable) {
            reasons.merge(unreadable.cache() + "/" + unreadable.reason(), 1L, Long::sum);
        }
    }

    private String obey(String[] order) throws InterruptedException {
        return switch (order[0]) {
            case "fill" -> {
                writers.forEach(ShelfWriter::fill);
                yield "filled";
            }
            case "begin" -> begin();
            case "form" -> {
                form = Integer.parseInt(order[1]);
                yield "formed";
            }
            case "rest" -> rest();
            case "wake" -> wake();
            case "keys" -> keys();
            case "count" -> counts();
            case "finish" -> finish();
            default -> throw new IllegalArgumentException("no order is called " + order[0]);
        };
    }

    private String begin() {
        running = true;
        for (ShelfWriter writer : writers) {
            threads.add(Orders.thread("writer", writer));
        }
        SplittableRandom random = new SplittableRandom(jvm);
        for (int reader = 0; reader < READERS; reader++) {
            threads.add(Orders.thread("reader-" + reader, new ShelfReader(this, random.split())));
        }
        return "begun";
    }

    private String rest() throws InterruptedException {
        Rest begun = new Rest(threads.size());
        rest = begun;
        begun.awaitAll();
        return "resting";
    }

    private String wake() throws InterruptedException {
        Rest ended = rest;
        rest = null;
        if (ended != null) {
            lookAtOnce();
            ended.end();
        }
        return "awake";
    }

    /** Has many threads begin to read at the same moment. */
    private void lookAtOnce() throws InterruptedException {
        Rest start = new Rest(AT_ONCE);
        List<Thread> all = new ArrayList<>();
        for (int one = 0; one < AT_ONCE; one++) {
            ShelfReader reader = new ShelfReader(this, new SplittableRandom(31L * jvm + one));
            all.add(Orders.thread("looker-" + one, () -> {
                start.take();
                reader.glance();
            }));
        }
        start.awaitAll();
        start.end();
        for (Thread thread : all) {
            thread.join();
        }
    }

    private String keys() {
        return keyring.status().stream()
                .filter(key -> key.state() == KeyInfo.State.ENABLED)
                .sorted((one, other) -> Boolean.compare(other.primary(), one.primary()))
                .map(key -> Integer.toString(key.id()))
                .collect(Collectors.joining(" "));
    }

    private String finish() throws InterruptedException {
        running = false;
        wake();
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        new ShelfReader(this, new SplittableRandom(0)).verify();
        return counts();
    }

    /** Names and numbers, {@code name=number} each. */
    private String counts() {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("reads", census.reads.sum());
        counts.put("gets", census.gets.sum());
        counts.put("writes", census.writes.sum());
        counts.put("loads", census.loads.sum());
        counts.put("misses", census.misses.sum());
        counts.put("flaws", census.flaws());
        caches.forEach((shelf, cache) ->
                counts.put("unreadable/" + shelf.cache(), cache.stats().unreadable()));
        reasons.forEach((reason, times) -> counts.put("reason/" + reason, times));
        return counts.entrySet().stream()
                .map(count -> count.getKey() + "=" + count.getValue())
                .collect(Collectors.joining(" "));
    }

    List<Shelf> shelves() {
        return shelves;
    }

    int jvm() {
        return jvm;
    }

    int form() {
        return form;
    }

    /** Returns whether to go on, after the rest if there is one. */
    boolean running() {
        Rest now = rest;
        if (now != null) {
            now.take();
        }
        return running;
    }

    Ledger ledger() {
        return ledger;
    }

    Census census() {
        return census;
    }

    Cache<Integer, Stated> cache(Shelf shelf) {
        return Objects.requireNonNull(caches.get(shelf));
    }

    @Override
    public void close() {
        larder.close();
    }
}
