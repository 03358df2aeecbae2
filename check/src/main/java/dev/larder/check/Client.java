package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.check.Landscape.Family;
import dev.larder.redis.RedisStats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One of the JVMs that read and write. It obeys orders, one a line, on its standard input and answers each with one line:
 *
 * <pre>
 * begin SEED MODE ACTOR FILE
 *                   starts readers and writers, which log to a file under a number
 * settle AGAIN      ends the writers; waits until Redis is reached, and answers when that was; tells every key once more
 *                   if AGAIN is true
 * finish            ends the readers, reads every key, answers with counts
 * </pre>
 *
 * It ends with its standard input, so that none is left behind.
 */
final class Client implements AutoCloseable {

    private static final int READERS = 2;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int jvm;
    private final Landscape landscape;
    private final Source source;
    private final int redisPort;
    private final Logs logs;
    private final Loading loading;
    private final Caches caches;
    private final Larder larder;
    private final List<Thread> writers = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private List<Writing> writings = List.of();
    private List<Reading> readings = List.of();
    private RedisStats statsBefore;
    private volatile boolean writing;
    private volatile boolean reading;

    private Client(int jvm, Landscape landscape, Path source, String uri, int redisPort) {
        this.jvm = jvm;
        this.landscape = landscape;
        this.source = Source.open(source, landscape.keys());
        this.redisPort = redisPort;
        this.logs = new Logs(jvm, source.resolveSibling("log-" + jvm + "-before"));
        this.loading = new Loading(this.source, this);
        this.caches = new Caches(uri);
        this.larder = caches.larder();
        this.statsBefore = larder.redisStats();
    }

    /** Runs a client; the arguments are those of the constructor. */
    public static void main(String[] args) throws InterruptedException {
        Landscape landscape = new Landscape(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Orders orders = Orders.take();
        try (Client client = new Client(
                Integer.parseInt(args[0]), landscape, Path.of(args[3]), args[4], Integer.parseInt(args[5]))) {
            orders.obey(5, client::obey);
        }
    }

    private String obey(String[] order) throws InterruptedException {
        return switch (order[0]) {
            case "begin" ->
                begin(
                        Long.parseLong(order[1]),
                        LoaderMode.valueOf(order[2]),
                        Integer.parseInt(order[3]),
                        Path.of(order[4]));
            case "settle" -> settle(Boolean.parseBoolean(order[1]));
            case "finish" -> finish();
            default -> throw new IllegalArgumentException("no order is called " + order[0]);
        };
    }

    private String begin(long seed, LoaderMode mode, int actor, Path file) {
        logs.begin(actor, file);
        SplittableRandom random = new SplittableRandom(seed * 31 + jvm);
        statsBefore = larder.redisStats();
        loading.mode(mode);
        writing = true;
        reading = true;
        writings = new ArrayList<>();
        for (int writer = 0; writer < Landscape.WRITERS; writer++) {
            List<Integer> groups = new ArrayList<>();
            for (int group = 0; group < landscape.groups(); group++) {
                if (landscape.owner(group) == jvm && landscape.writer(group) == writer) {
                    groups.add(group);
                }
            }
            Writing task = new Writing(this, groups, random.split(), new Foreigner(redisPort));
            writings.add(task);
            writers.add(Orders.thread("writer-" + writer, task));
        }
        readings = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            Reading task = new Reading(this, random.split());
            readings.add(task);
            readers.add(Orders.thread("reader-" + reader, task));
        }
        readers.add(Orders.thread("trouble", new Trouble(this)));
        return "begun";
    }

    private String settle(boolean again) throws InterruptedException {
        writing = false;
        for (Thread writer : writers) {
            writer.join();
        }
        writers.clear();
        loading.mode(LoaderMode.NORMAL);
        long begun = System.nanoTime();
        while (!larder.coherent() && System.nanoTime() - begun < PATIENCE_NANOS) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        if (!larder.coherent()) {
            return "apart";
        }
        long coherentAt = System.nanoTime();
        if (again) {
            writings.forEach(Writing::settle);
        }
        return "settled " + coherentAt;
    }

    private String finish() throws InterruptedException {
        reading = false;
        for (Thread reader : readers) {
            reader.join();
        }
        readers.clear();
        readings.get(0).verify();
        RedisStats stats = larder.redisStats();
        long unanswered = stats.timeouts() + stats.refused() - statsBefore.timeouts() - statsBefore.refused();
        return "finished " + unanswered + " "
                + readings.stream().mapToInt(Reading::failures).sum();
    }

    Landscape landscape() {
        return landscape;
    }

    Source source() {
        return source;
    }

    Logs logs() {
        return logs;
    }

    Loading loading() {
        return loading;
    }

    Larder larder() {
        return larder;
    }

    Cache<Integer, Item> cache(Family family) {
        return caches.of(family);
    }

    boolean writing() {
        return writing;
    }

    boolean reading() {
        return reading;
    }

    @Override
    public void close() {
        caches.close();
    }
}
