package dev.larder.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Redis command: its name, its arguments and how its answer is read.
 *
 * @param <T> type of the answer
 */
@SuppressWarnings("UnusedTypeParameter") // the reply takes it
public final class Command<T> {

    /** How an answer is read. */
    enum Shape {
        /** A bulk string or null. */
        BYTES,
        /** An array of bulk strings or nulls. */
        BYTES_LIST,
        /** An integer. */
        INTEGER,
        /** An array of integers. */
        INTEGERS,
        /** A simple string such as {@code OK}; null where a condition did not hold. */
        STATUS
    }

    private static final byte[] NO_KEY = {};

    private final Verb verb;
    private final Shape shape;
    private final List<byte[]> args;
    private final int firstKey;
    private final int keys;
    private final @Nullable Script script;

    private Command(Verb verb, Shape shape, List<byte[]> args, int firstKey, int keys, @Nullable Script script) {
        this.verb = verb;
        this.shape = shape;
        this.args = args;
        this.firstKey = firstKey;
        this.keys = keys;
        this.script = script;
    }

    /** A command of one key, which is its first argument. */
    private static <T> Command<T> ofOne(Verb verb, Shape shape, byte[]... keyAndArgs) {
        return new Command<>(verb, shape, List.of(keyAndArgs), 0, 1, null);
    }

    /** A command whose arguments are all keys. */
    private static <T> Command<T> ofAll(Verb verb, Shape shape, List<byte[]> keys) {
        return new Command<>(verb, shape, List.copyOf(keys), 0, keys.size(), null);
    }

    /** A command of one key that goes before further arguments. */
    private static <T> Command<T> of(Verb verb, Shape shape, byte[] key, List<byte[]> further) {
        var all = new ArrayList<byte[]>(1 + further.size());
        all.add(key);
        all.addAll(further);
        return new Command<>(verb, shape, List.copyOf(all), 0, 1, null);
    }

    /** {@code GET key}: the value or null. Unlike {@link Redis#get} it keeps its place in a pipeline. */
    public static Command<byte[]> get(byte[] key) {
        return ofOne(Verb.GET, Shape.BYTES, key);
    }

    /** {@code MGET key …}: a value or null for each key; in a Cluster all keys must be of one slot. */
    public static Command<List<byte[]>> mget(List<byte[]> keys) {
        return ofAll(Verb.MGET, Shape.BYTES_LIST, keys);
    }

    /** {@code GETRANGE key 0 length-1}: the first bytes of a value, empty for a missing key. A read, so it is tracked. */
    public static Command<byte[]> prefix(byte[] key, int length) {
        return ofOne(Verb.GETRANGE, Shape.BYTES, key, ascii(0), ascii(length - 1));
    }

    /** {@code SET key value PX millis}. */
    public static Command<String> set(byte[] key, byte[] value, long millis) {
        return ofOne(Verb.SET, Shape.STATUS, key, value, ascii("PX"), ascii(millis));
    }

    /** {@code SET key value NX PX millis}: null if the key existed. */
    public static Command<String> setIfAbsent(byte[] key, byte[] value, long millis) {
        return ofOne(Verb.SET, Shape.STATUS, key, value, ascii("NX"), ascii("PX"), ascii(millis));
    }

    /** {@code DEL key}: the number of keys removed. */
    public static Command<Long> delete(byte[] key) {
        return ofOne(Verb.DEL, Shape.INTEGER, key);
    }

    /** {@code UNLINK key …}: the number of keys removed, whose memory is freed behind it; one slot in a Cluster. */
    public static Command<Long> unlink(List<byte[]> keys) {
        return ofAll(Verb.UNLINK, Shape.INTEGER, keys);
    }

    /** {@code GETDEL key}: the value or null, and removes it. */
    public static Command<byte[]> getAndDelete(byte[] key) {
        return ofOne(Verb.GETDEL, Shape.BYTES, key);
    }

    /** {@code HGETALL key}: field, value, field, value, …; empty for a missing key. */
    public static Command<List<byte[]>> hgetall(byte[] key) {
        return ofOne(Verb.HGETALL, Shape.BYTES_LIST, key);
    }

    /** {@code HMGET key field …}: a value or null for each field. */
    public static Command<List<byte[]>> hmget(byte[] key, List<byte[]> fields) {
        return of(Verb.HMGET, Shape.BYTES_LIST, key, fields);
    }

    /**
     * {@code HSET key field value …}: the number of fields that are new. It leaves the life of the key as it is, none where the
     * key is new.
     *
     * @param fieldsAndValues field, value, field, value, …
     */
    public static Command<Long> hset(byte[] key, List<byte[]> fieldsAndValues) {
        return of(Verb.HSET, Shape.INTEGER, key, fieldsAndValues);
    }

    /** {@code PEXPIRE key millis}: 1, or 0 for a missing key. */
    public static Command<Long> expire(byte[] key, long millis) {
        return ofOne(Verb.PEXPIRE, Shape.INTEGER, key, ascii(millis));
    }

    /** {@code PTTL key}: what is left of its life in milliseconds, negative if there is none or no key. A read, so it is tracked. */
    public static Command<Long> life(byte[] key) {
        return ofOne(Verb.PTTL, Shape.INTEGER, key);
    }

    /** {@code TOUCH key …}: keeps keys from looking idle to the server's eviction; one slot in a Cluster. */
    public static Command<Long> touch(List<byte[]> keys) {
        return ofAll(Verb.TOUCH, Shape.INTEGER, keys);
    }

    /** {@code INFO section}: from the one server, in a Cluster from one primary. */
    public static Command<byte[]> info(String section) {
        return new Command<>(Verb.INFO, Shape.BYTES, List.of(ascii(section)), 0, 0, null);
    }

    /**
     * Runs a script that answers an integer.
     *
     * @param keys at least one; one slot in a Cluster
     */
    public static Command<Long> script(Script script, List<byte[]> keys, List<byte[]> args) {
        return scripted(Shape.INTEGER, script, keys, args);
    }

    /** Runs a script that answers a bulk string or nothing. */
    public static Command<byte[]> scriptForValue(Script script, List<byte[]> keys, List<byte[]> args) {
        return scripted(Shape.BYTES, script, keys, args);
    }

    /** Runs a script that answers an array of bulk strings. */
    public static Command<List<byte[]>> scriptForList(Script script, List<byte[]> keys, List<byte[]> args) {
        return scripted(Shape.BYTES_LIST, script, keys, args);
    }

    /** Runs a script that answers an array of integers. */
    public static Command<long[]> scriptForNumbers(Script script, List<byte[]> keys, List<byte[]> args) {
        return scripted(Shape.INTEGERS, script, keys, args);
    }

    private static <T> Command<T> scripted(Shape shape, Script script, List<byte[]> keys, List<byte[]> args) {
        var all = new ArrayList<byte[]>(keys.size() + args.size() + 2);
        all.add(ascii(script.sha()));
        all.add(ascii(keys.size()));
        all.addAll(keys);
        all.addAll(args);
        return new Command<>(Verb.EVALSHA, shape, List.copyOf(all), 2, keys.size(), script);
    }

    private static byte[] ascii(long number) {
        return ascii(Long.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Verb verb() {
        return verb;
    }

    Shape shape() {
        return shape;
    }

    /** Returns the keys that it names, the first of which decides which primary gets it; none for {@code INFO}. */
    public List<byte[]> keys() {
        return args.subList(firstKey, firstKey + keys);
    }

    /** The key that decides which primary gets the command. */
    byte[] key() {
        return keys == 0 ? NO_KEY : args.get(firstKey);
    }

    List<byte[]> args() {
        return args;
    }

    @Nullable
    Script script() {
        return script;
    }

    /** The name and the number of arguments: keys and values do not belong in logs. */
    @Override
    public String toString() {
        return verb + " (" + args.size() + " arguments)";
    }
}
