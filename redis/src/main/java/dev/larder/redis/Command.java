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
        /** A simple string such as {@code OK}; null where a condition did not hold. */
        STATUS
    }

    private final Verb verb;
    private final Shape shape;
    private final byte[] key;
    private final List<byte[]> args;
    private final @Nullable Script script;

    private Command(Verb verb, Shape shape, byte[] key, List<byte[]> args, @Nullable Script script) {
        this.verb = verb;
        this.shape = shape;
        this.key = key;
        this.args = args;
        this.script = script;
    }

    /** {@code GET key}: the value or null. Unlike {@link Redis#get} it keeps its place in a pipeline. */
    public static Command<byte[]> get(byte[] key) {
        return new Command<>(Verb.GET, Shape.BYTES, key, List.of(key), null);
    }

    /** {@code MGET key …}: a value or null for each key; in a Cluster all keys must be of one slot. */
    public static Command<List<byte[]>> mget(List<byte[]> keys) {
        return new Command<>(Verb.MGET, Shape.BYTES_LIST, keys.get(0), List.copyOf(keys), null);
    }

    /** {@code GETRANGE key 0 length-1}: the first bytes of a value, empty for a missing key. A read, so it is tracked. */
    public static Command<byte[]> prefix(byte[] key, int length) {
        return new Command<>(Verb.GETRANGE, Shape.BYTES, key, List.of(key, ascii(0), ascii(length - 1)), null);
    }

    /** {@code SET key value PX millis}. */
    public static Command<String> set(byte[] key, byte[] value, long millis) {
        return new Command<>(Verb.SET, Shape.STATUS, key, List.of(key, value, ascii("PX"), ascii(millis)), null);
    }

    /** {@code SET key value NX PX millis}: null if the key existed. */
    public static Command<String> setIfAbsent(byte[] key, byte[] value, long millis) {
        return new Command<>(
                Verb.SET, Shape.STATUS, key, List.of(key, value, ascii("NX"), ascii("PX"), ascii(millis)), null);
    }

    /** {@code DEL key}: the number of keys removed. */
    public static Command<Long> delete(byte[] key) {
        return new Command<>(Verb.DEL, Shape.INTEGER, key, List.of(key), null);
    }

    /** {@code TOUCH key …}: keeps keys from looking idle to the server's eviction; one slot in a Cluster. */
    public static Command<Long> touch(List<byte[]> keys) {
        return new Command<>(Verb.TOUCH, Shape.INTEGER, keys.get(0), List.copyOf(keys), null);
    }

    /** {@code INFO section}: from the one server, in a Cluster from one primary. */
    public static Command<byte[]> info(String section) {
        return new Command<>(Verb.INFO, Shape.BYTES, new byte[0], List.of(ascii(section)), null);
    }

    /**
     * Runs a script that answers an integer.
     *
     * @param keys at least one; one slot in a Cluster
     */
    public static Command<Long> script(Script script, List<byte[]> keys, List<byte[]> args) {
        return scripted(Shape.INTEGER, script, keys, args);
    }

    /** Runs a script that answers an array of bulk strings. */
    public static Command<List<byte[]>> scriptForList(Script script, List<byte[]> keys, List<byte[]> args) {
        return scripted(Shape.BYTES_LIST, script, keys, args);
    }

    private static <T> Command<T> scripted(Shape shape, Script script, List<byte[]> keys, List<byte[]> args) {
        var all = new ArrayList<byte[]>(keys.size() + args.size() + 2);
        all.add(ascii(script.sha()));
        all.add(ascii(keys.size()));
        all.addAll(keys);
        all.addAll(args);
        return new Command<>(Verb.EVALSHA, shape, keys.get(0), List.copyOf(all), script);
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

    /** The key that decides which primary gets the command. */
    byte[] key() {
        return key;
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
