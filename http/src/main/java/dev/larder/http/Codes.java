package dev.larder.http;

import com.github.luben.zstd.Zstd;
import dev.larder.http.decision.Coding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Stored contents in other codings: each is made once, by one thread, for all who want it, and kept as long as there is room; those that nobody
 * has asked for longest make way. What is long is not made on the thread that asks. Thread-safe.
 */
final class Codes {

    /**
     * Content in a coding.
     *
     * @param ready its head as most clients get it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Coded(byte[] content, Ready ready) {

        boolean isNone() {
            return content.length == 0;
        }
    }

    /** Content is not sent in this coding: that would save nothing, or there is too much to do. */
    static final Coded NONE = new Coded(new byte[0], new Ready());

    /** What takes well below a millisecond. */
    private static final int SHORT = 1 << 13;

    /** The rest of an entry, about. */
    private static final int ENTRY = 256;

    private static final int LEVEL = 6;

    private record Key(long id, Coding coding) {}

    private static final class Made {
        final CompletableFuture<Coded> content = new CompletableFuture<>();
        long weight = ENTRY;
    }

    private final long most;
    private final Executor executor;
    private final Map<Key, Made> known = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;
    private long made;

    /**
     * Creates codes.
     *
     * @param most how many bytes are kept
     */
    Codes(long most, Executor executor) {
        this.most = most;
        this.executor = executor;
    }

    /** Makes threads for a few codings at a time, which end when there is nothing to do. */
    static Executor threads() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1_000), task -> {
                    Thread thread = new Thread(task, "larder-http-coding");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Returns content in a coding, or {@link #NONE}.
     *
     * @param id of the response: the same for the same content only
     */
    CompletionStage<Coded> get(long id, byte[] content, Coding coding) {
        Key key = new Key(id, coding);
        Made made;
        boolean mine = false;
        synchronized (this) {
            made = known.get(key);
            if (made == null) {
                made = new Made();
                known.put(key, made);
                weight += made.weight;
                mine = true;
            }
        }
        if (mine) {
            start(key, made, content);
        }
        return made.content;
    }

    private void start(Key key, Made made, byte[] content) {
        if (content.length <= SHORT) {
            make(key, made, content);
            return;
        }
        try {
            executor.execute(() -> make(key, made, content));
        } catch (RejectedExecutionException e) {
            forget(key, made);
            made.content.complete(NONE);
        }
    }

    private void make(Key key, Made made, byte[] content) {
        Coded coded = NONE;
        try {
            byte[] all = encode(content, key.coding());
            coded = all.length < content.length ? new Coded(all, new Ready()) : NONE;
        } finally {
            settle(key, made, coded.content().length);
            made.content.complete(coded);
        }
    }

    /** Counts what has been made, and lets others go. */
    private synchronized void settle(Key key, Made one, int length) {
        made++;
        if (known.get(key) != one) {
            return;
        }
        one.weight += length;
        weight += length;
        var eldest = known.entrySet().iterator();
        while (weight > most && eldest.hasNext()) {
            weight -= eldest.next().getValue().weight;
            eldest.remove();
        }
    }

    /** Returns how often content was brought into a coding. */
    synchronized long made() {
        return made;
    }

    private synchronized void forget(Key key, Made made) {
        if (known.remove(key, made)) {
            weight -= made.weight;
        }
    }

    private static byte[] encode(byte[] content, Coding coding) {
        return switch (coding) {
            case ZSTD -> Zstd.compress(content, LEVEL);
            case GZIP -> gzip(content);
        };
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
