package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.NearKeys;
import dev.larder.session.NearSessions.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A save that goes through a near copy: new values of attributes that the session has by this copy, and a touch if one is due.
 *
 * @param key the session
 * @param copy the copy
 * @param before what it held
 * @param after the same with the new values, and touched
 * @param names of the attributes, at least one
 * @param touches whether it is touched
 */
record Update(byte[] key, NearKeys<Seen>.AtHand copy, Stored before, Stored after, Set<String> names, boolean touches) {

    private static final byte[] NOT = Version.ascii(0);

    /** Returns what the script is told. */
    List<byte[]> args(byte[] idle) {
        var args = new ArrayList<byte[]>(2 + 2 * names.size());
        args.add(touches ? idle : NOT);
        args.add(Version.ascii(names.size()));
        for (String name : names) {
            args.add(StoredAttributes.field(name).getBytes(Version.UTF_8));
            args.add(value(name));
        }
        return args;
    }

    private byte[] value(String name) {
        return requireNonNull(after.attributes().stored().get(name), "value");
    }

    /** Returns the number of bytes that it writes. */
    int bytes() {
        return names.stream().mapToInt(name -> value(name).length).sum();
    }

    /** Has the copy hold what the script has made of the session, on the I/O thread; returns whether the script met what it held. */
    boolean done() {
        return copy.changed(
                key,
                seen -> new Seen(on(requireNonNull(requireNonNull(seen, "seen").alive(), "alive")), true));
    }

    /** Returns what becomes of a session by it; others may have gone through the same copy before. */
    private Stored on(Stored now) {
        return now.equals(before)
                ? after
                : now.with(now.attributes().with(after.attributes(), names), Math.max(now.touched(), after.touched()));
    }
}
