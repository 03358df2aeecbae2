package dev.larder.session;

import dev.larder.codec.CodecException;
import dev.larder.crypto.Unsealed;
import dev.larder.redis.ServerClock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the commands of sessions answer, read. */
final class Replies {

    private static final int TRAILER = 3;

    private final SessionKeys keys;
    private final Values values;
    private final Seal seal;
    private final long idle;

    Replies(SessionKeys keys, Values values, Seal seal, SessionPolicy policy) {
        this.idle = policy.idle().toMillis();
        this.keys = keys;
        this.values = values;
        this.seal = seal;
    }

    /** The first letter of an answer, which says what came of a script. */
    static char verdict(List<byte[]> reply) {
        return reply.isEmpty() || reply.get(0).length == 0 ? 'n' : (char) reply.get(0)[0];
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static long number(byte[] bytes) {
        return Long.parseLong(text(bytes));
    }

    /** Returns how long ago a session was rotated, by its tombstone and the time; very long ago if it was not. */
    static long rotatedAgo(byte[] tombstone, long now) {
        String text = text(tombstone);
        int time = text.length() - 13;
        return time > 0 && text.charAt(0) == EndReason.ROTATED.code()
                ? now - Long.parseLong(text.substring(time))
                : Long.MAX_VALUE;
    }

    /**
     * Returns the session that {@code load.lua} has answered, or null if it cannot be believed.
     *
     * @throws CodecException if it cannot be opened with the keys at hand
     */
    @Nullable
    Stored stored(Name name, List<byte[]> reply) {
        int end = reply.size() - TRAILER;
        int shared = (int) number(reply.get(end));
        long left = number(reply.get(end + 1));
        long now = number(reply.get(end + 2));
        return stored(name, reply.subList(0, end - shared), reply.subList(end - shared, end), left, now);
    }

    /**
     * Returns the session of the fields of two hashes, or null if it cannot be believed.
     *
     * @throws CodecException if it cannot be opened with the keys at hand
     */
    @Nullable
    Stored stored(Name name, List<byte[]> fields, List<byte[]> user, long left, long now) {
        byte[] times = field(fields, 'm');
        byte[] encoded = field(fields, 'd');
        Stored.Times read = times == null ? null : Stored.Times.of(times);
        Visitor visitor = encoded == null ? null : visitor(keys.session(name), encoded);
        if (read == null || visitor == null) {
            return null;
        }
        return new Stored(
                name,
                visitor,
                read,
                touched(left, now),
                new StoredAttributes(form(visitor), StoredAttributes.of(fields)),
                user.isEmpty() ? nothing(visitor) : shared(name.owner(), user));
    }

    /**
     * Returns the session that was looked at if it is plainly alive, else null. What a look sees is not of one moment: in it a session may be kept
     * while the others of its user are ended.
     *
     * @throws CodecException if it cannot be opened with the keys at hand
     */
    @Nullable
    Stored alive(Name name, Look look, long nanoTime, ServerClock clock) {
        Stored stored = stored(name, look.fields(), look.user(), look.left(), clock.earliestMillis(nanoTime));
        if (stored == null || clock.latestMillis(nanoTime) >= stored.times().expires()) {
            return null;
        }
        byte[] epoch = stored.times().epoch();
        return epoch.length == 0 || Arrays.equals(epoch, field(look.user(), 'e')) ? stored : null;
    }

    /** Returns a field of one letter, or null if there is none. */
    static byte @Nullable [] field(List<byte[]> fields, char letter) {
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            byte[] field = fields.get(i);
            if (field.length == 1 && field[0] == letter) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** Returns when a session was touched, by what is left of its idle life; nonsense for one that another policy has touched. */
    long touched(long left, long now) {
        return now - (idle - left);
    }

    /** Returns a session that was made just now. */
    Stored made(Name name, Visitor visitor, long now, SessionPolicy policy, Map<String, byte[]> attributes) {
        var times = new Stored.Times(now, now + policy.absolute().toMillis(), new byte[0]);
        return new Stored(name, visitor, times, now, new StoredAttributes(form(visitor), attributes), nothing(visitor));
    }

    private StoredAttributes nothing(Visitor visitor) {
        return new StoredAttributes(form(visitor), Map.of());
    }

    private StoredAttributes shared(String owner, List<byte[]> fields) {
        return new StoredAttributes(userForm(owner), StoredAttributes.of(fields));
    }

    /** How the attributes of a session are stored. */
    StoredAttributes.Form form(Visitor visitor) {
        return new StoredAttributes.Form(values, seal, visitor.number());
    }

    /** How the attributes are stored that all sessions of a user share. */
    StoredAttributes.Form userForm(String owner) {
        return new StoredAttributes.Form(values, seal, keys.user(owner));
    }

    /** Returns what is stored of a visitor. */
    byte[] seal(Name name, Visitor visitor) {
        return seal.seal(visitor.encode(), keys.session(name));
    }

    /**
     * Reads what is stored of a visitor; null if it was changed or moved, was sealed by a key that has been retired, or is not sealed
     * where there are keys.
     *
     * @throws CodecException if it cannot be opened with the keys at hand
     */
    @Nullable
    Visitor visitor(byte[] key, byte[] stored) {
        Unsealed unsealed = seal.open(stored, 0, key);
        if (unsealed instanceof Unsealed.UnknownKey unknown && !seal.retired(unknown.id())) {
            throw new CodecException(
                    String.format("a session is sealed by key %08x", unknown.id())
                            + ", which the keyset does not have; give every process the newest keyset",
                    null);
        }
        Visitor visitor = unsealed instanceof Unsealed.Plain plain ? Visitor.decode(plain.bytes()) : null;
        if (visitor == null && !seal.encrypts()) {
            throw new CodecException(
                    "a session is sealed, and there are no keys, or it was changed; name the keyset by the setting keyset, in"
                            + " every process",
                    null);
        }
        return visitor;
    }
}
