package dev.larder.far;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import dev.larder.redis.ServerClock;
import dev.larder.tag.TagVersion;
import dev.larder.tag.TagVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shared tier in Redis.
 *
 * <table>
 *   <caption>Commands and lives</caption>
 *   <tr><th>key ({@link KeyNames})</th><th>written by</th><th>life</th></tr>
 *   <tr><td>entry</td><td>{@code put.lua}, {@code swap.lua}, {@code expire.lua}, {@code renew.lua}, {@code DEL}</td>
 *       <td>ttl + grace</td></tr>
 *   <tr><td>lease marker in the entry's place, or beside it</td><td>{@code SET NX PX}, {@code swap.lua},
 *       {@code release.lua}</td><td>lease</td></tr>
 *   <tr><td>dictionary of a cache</td><td>{@code keep.lua}; {@code put.lua} for which one is used</td>
 *       <td>longer than any entry that needs it</td></tr>
 *   <tr><td>tag version</td><td>{@code SET NX PX}, {@code replace-tags.lua}, {@code expire-tags.lua}</td><td>30 days, or as long as entries live
 *       if that is more; a version that is gone is made anew, which invalidates</td></tr>
 * </table>
 *
 * <p>A write that wants to know whether its value may enter the near tier is followed, in the same flush, by a read of the
 * first bytes: the push that a process gets for its own write arrives between the two replies, so the second one says what
 * is tracked from then on.
 */
public final class RedisFar implements Far {

    static final Script PUT = Script.of(RedisFar.class, "put.lua");
    static final Script SWAP = Script.of(RedisFar.class, "swap.lua");
    static final Script RELEASE = Script.of(RedisFar.class, "release.lua");
    static final Script EXPIRE = Script.of(RedisFar.class, "expire.lua");
    static final Script KEEP = Script.of(RedisFar.class, "keep.lua");
    static final Script RENEW = Script.of(RedisFar.class, "renew.lua");
    static final Script SCAN = Script.of(RedisFar.class, "scan.lua");

    private static final int READ_CHUNK = 500;
    private static final byte[] NX = {'N', 'X'};

    private final Redis redis;
    private final KeyNames names;
    private final RedisTags tags;
    private final BiConsumer<Duration, Runnable> later;

    /**
     * Creates the tier.
     *
     * @param doubtful whether a tag's invalidation has not reached Redis yet, so that its version there is not to be used
     * @param later runs a task after some time
     */
    public RedisFar(
            Redis redis,
            KeyNames names,
            TagVersions known,
            Duration tagLife,
            Predicate<String> doubtful,
            BiConsumer<Duration, Runnable> later) {
        this.redis = redis;
        this.names = names;
        this.later = later;
        this.tags = new RedisTags(redis, names, known, tagLife, doubtful);
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public boolean coherent(long nanoTime) {
        return redis.coherent(nanoTime);
    }

    @Override
    public long coherentUntil() {
        return redis.coherentUntil();
    }

    @Override
    public ServerClock clock() {
        return redis.clock();
    }

    @Override
    public int slot(RedisKey key) {
        return redis.slot(key.bytes());
    }

    @Override
    public void read(ValueKey key, Reply<byte[]> reply) {
        redis.get(key.redis().bytes(), reply);
    }

    @Override
    public void readAll(List<Read> reads) {
        Map<Integer, List<Read>> bySlot = new LinkedHashMap<>();
        for (Read read : reads) {
            bySlot.computeIfAbsent(slot(read.key().redis()), slot -> new ArrayList<>())
                    .add(read);
        }
        List<Call<?>> calls = new ArrayList<>();
        for (List<Read> sameSlot : bySlot.values()) {
            for (int from = 0; from < sameSlot.size(); from += READ_CHUNK) {
                calls.add(readChunk(sameSlot.subList(from, Math.min(sameSlot.size(), from + READ_CHUNK))));
            }
        }
        Turns.send(redis, calls);
    }

    private static Call<?> readChunk(List<Read> reads) {
        if (reads.size() == 1) {
            Read only = reads.get(0);
            return new Call<>(Command.get(only.key().redis().bytes()), only.reply());
        }
        List<byte[]> keys = new ArrayList<>(reads.size());
        reads.forEach(read -> keys.add(read.key().redis().bytes()));
        return new Call<>(Command.mget(keys), new Reply<List<byte[]>>() {
            @Override
            public void onValue(@Nullable List<byte[]> values, boolean tracked) {
                for (int i = 0; i < reads.size(); i++) {
                    reads.get(i).reply().onValue(values == null ? null : values.get(i), tracked);
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                reads.forEach(read -> read.reply().onFailure(failure));
            }
        });
    }

    @Override
    public void lease(List<Lease> leases) {
        List<Call<?>> calls = new ArrayList<>(2 * leases.size());
        for (Lease lease : leases) {
            byte[] key = lease.key().redis().bytes();
            LeaseOutcome outcome = new LeaseOutcome(this, lease);
            if (lease.beside()) {
                calls.add(new Call<>(
                        Command.setIfAbsent(lease.key().lease(), lease.marker(), lease.millis()), outcome.taken()));
            } else if (lease.seen() != null) {
                calls.add(new Call<>(
                        Command.script(
                                SWAP, List.of(key), List.of(lease.seen(), lease.marker(), ascii(lease.millis()))),
                        outcome.taken()));
            } else {
                calls.add(new Call<>(Command.setIfAbsent(key, lease.marker(), lease.millis()), outcome.taken()));
            }
            calls.add(new Call<>(Command.get(key), outcome.found()));
        }
        Turns.send(redis, calls);
    }

    @Override
    public void release(ValueKey key, byte[] marker) {
        redis.send(Command.script(RELEASE, List.of(key.redis().bytes(), key.lease()), List.of(marker)), Quiet.INSTANCE);
    }

    @Override
    public void write(List<Write> writes) {
        List<Call<?>> calls = new ArrayList<>(2 * writes.size());
        for (Write write : writes) {
            byte[] key = write.key().redis().bytes();
            byte[] seen = write.seen();
            WriteOutcome outcome;
            if (seen == null) {
                long until = givenUpAt();
                outcome = new WriteOutcome(write, new Unsettled(until, later));
                calls.add(new Call<>(Command.script(PUT, List.of(key), putArgs(write, until)), outcome.written()));
            } else {
                // What it compares is unique, so it does no harm later.
                outcome = new WriteOutcome(write, null);
                calls.add(new Call<>(swap(write, seen), outcome.written()));
            }
            addTracking(calls, write, outcome);
        }
        Turns.send(redis, calls);
    }

    private long givenUpAt() {
        return System.nanoTime() + redis.commandTimeout().toNanos();
    }

    private List<byte[]> putArgs(Write write, long until) {
        List<byte[]> args = new ArrayList<>(4);
        args.add(write.value());
        args.add(ascii(write.millis()));
        args.add(ascii(redis.serverMillisAt(write.key().redis().bytes(), until)));
        return args;
    }

    private static Command<Long> swap(Write write, byte[] seen) {
        byte[] key = write.key().redis().bytes();
        byte[] lease = write.lease();
        return lease == null
                ? Command.script(SWAP, List.of(key), List.of(seen, write.value(), ascii(write.millis())))
                : Command.script(
                        SWAP,
                        List.of(key, write.key().lease()),
                        List.of(seen, write.value(), ascii(write.millis()), lease));
    }

    @Override
    public void keep(ValueKey key, byte[] value, long millis, WriteReply reply) {
        redis.send(Command.script(KEEP, List.of(key.redis().bytes()), List.of(value, ascii(millis))), new Done(reply));
    }

    @Override
    public void writeIfAbsent(Write write) {
        byte[] key = write.key().redis().bytes();
        long until = givenUpAt();
        WriteOutcome outcome = new WriteOutcome(write, new Unsettled(until, later));
        List<Call<?>> calls = new ArrayList<>(2);
        List<byte[]> args = putArgs(write, until);
        args.add(NX);
        calls.add(new Call<>(Command.script(PUT, List.of(key), args), outcome.written()));
        addTracking(calls, write, outcome);
        Turns.send(redis, calls);
    }

    private static void addTracking(List<Call<?>> calls, Write write, WriteOutcome outcome) {
        if (write.track()) {
            calls.add(new Call<>(
                    Command.prefix(write.key().redis().bytes(), WriteOutcome.PREFIX_LENGTH), outcome.tracking()));
        }
    }

    @Override
    public void delete(List<ValueKey> keys, List<WriteReply> replies) {
        List<Call<?>> calls = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            calls.add(new Call<>(Command.delete(keys.get(i).redis().bytes()), new Done(replies.get(i))));
        }
        Turns.send(redis, calls);
    }

    @Override
    public void drop(ValueKey key) {
        redis.send(Command.delete(key.redis().bytes()), Quiet.INSTANCE);
    }

    /** Makes the call that removes a key, for a pipeline that is put together elsewhere. */
    public static Call<?> deletion(RedisKey key, WriteReply reply) {
        return new Call<>(Command.delete(key.bytes()), new Done(reply));
    }

    /** Makes the call of a keyspace that is executed without a condition, for a pipeline that is put together elsewhere. */
    public static <A> Call<A> order(Command<A> command, WriteReply reply) {
        return new Call<>(command, new Done(reply));
    }

    /** Makes the call that gives tags new versions, for a pipeline that is put together elsewhere. */
    public Call<?> tagReplacement(List<String> names, WriteReply reply) {
        return new Call<>(tags.replacement(names), new Done(reply));
    }

    /** Makes the call that reads what identifies the value of a key, for a pipeline that is put together elsewhere. */
    public static Call<?> identity(RedisKey key, Reply<byte[]> reply) {
        return new Call<>(Command.prefix(key.bytes(), WriteOutcome.PREFIX_LENGTH), reply);
    }

    /**
     * Makes the call that replaces a value by another form of the same value, unless it has changed; it answers 1 or 0.
     *
     * @param seen the first bytes of what was seen
     */
    public static Call<?> renewal(RedisKey key, byte[] seen, byte[] value, Reply<Long> reply) {
        return new Call<>(Command.script(RENEW, List.of(key.bytes()), List.of(seen, value)), reply);
    }

    /** Begins a walk over all entries of the namespace. */
    public Walk walk() {
        return new Walk(redis, names, names.entryPattern());
    }

    /** Begins a walk over all entries of a cache. */
    public Walk walk(String cache) {
        return new Walk(redis, names, names.entryPattern(cache));
    }

    /** Makes the call that makes an entry stale, for a pipeline that is put together elsewhere. */
    public static Call<?> expiry(RedisKey key, WriteReply reply) {
        return new Call<>(
                Command.script(EXPIRE, List.of(key.bytes()), List.of(Ids.bytes(Ids.next()))), new Done(reply));
    }

    /** Sends calls made by {@link #deletion}, {@link #expiry}, {@link #tagReplacement}, {@link #identity} and {@link #renewal}, pipelined. */
    public void send(List<Call<?>> calls) {
        Turns.send(redis, calls);
    }

    @Override
    public void expire(ValueKey key, long newId, WriteReply reply) {
        redis.send(Command.script(EXPIRE, List.of(key.redis().bytes()), List.of(Ids.bytes(newId))), new Done(reply));
    }

    @Override
    public void touch(List<RedisKey> keys, List<String> tagNames) {
        Map<Integer, List<byte[]>> bySlot = new LinkedHashMap<>();
        keys.forEach(key ->
                bySlot.computeIfAbsent(slot(key), slot -> new ArrayList<>()).add(key.bytes()));
        List<Call<?>> calls = new ArrayList<>();
        bySlot.values().forEach(sameSlot -> calls.add(new Call<>(Command.touch(sameSlot), Quiet.INSTANCE)));
        if (!tagNames.isEmpty()) {
            calls.add(new Call<>(Command.touch(tags.keys(tagNames)), Quiet.INSTANCE));
        }
        Turns.send(redis, calls);
    }

    @Override
    public void tagVersions(List<String> names, TagsReply reply) {
        TagVersion[] versions = tags.known(names);
        if (versions != null) {
            reply.onVersions(versions);
        } else {
            tags.read(names, reply);
        }
    }

    @Override
    public void makeTagVersions(List<String> names, TagsReply reply) {
        tags.make(names, reply);
    }

    @Override
    public void replaceTags(List<String> names, WriteReply reply) {
        redis.send(tags.replacement(names), new Done(reply));
    }

    @Override
    public void expireTags(List<String> names, WriteReply reply) {
        redis.send(tags.expiry(names), new Done(reply));
    }

    @Override
    public void findTags(Predicate<String> wanted, BiConsumer<List<String>, @Nullable RedisException> reply) {
        tags.scan(wanted, reply);
    }

    static boolean startsWith(byte @Nullable [] bytes, byte[] prefix) {
        return bytes != null
                && bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    static byte[] ascii(long number) {
        return Long.toString(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The reply to an unconditional write. */
    private record Done(WriteReply reply) implements Reply<Object> {
        @Override
        public void onValue(@Nullable Object value, boolean tracked) {
            reply.onDone(false);
        }

        @Override
        public void onFailure(RedisException failure) {
            reply.onFailure(failure);
        }

        @Override
        public void onLateValue(@Nullable Object value) {
            reply.onLateDone();
        }
    }

    /** The reply to a command whose outcome nobody waits for. */
    private static final class Quiet implements Reply<Object> {
        static final Quiet INSTANCE = new Quiet();

        @Override
        public void onValue(@Nullable Object value, boolean tracked) {
            // Done.
        }

        @Override
        public void onFailure(RedisException failure) {
            // Leases end by themselves, and a key that was not touched is at worst evicted early.
        }
    }
}
