package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.NearKeys;
import dev.larder.session.NearSessions.Seen;
import java.util.List;
import java.util.Map;

/**
 * A save that goes through a near copy: new values of attributes that the session has by this copy, and a touch if one is due.
 *
 * @param key the session
 * @param copy the copy
 * @param before what it held
 * @param after the same with the new values, and touched
 * @param changes of attributes that it has, at least one and {@value #MOST} at most
 * @param touches whether it is touched
 */
record Update(
        byte[] key,
        NearKeys<Seen>.AtHand copy,
        Stored before,
        Stored after,
        Map<String, Change> changes,
        boolean touches) {

    /** Changes of one update at most. */
    static final int MOST = 0x7f;

    private static final int TOUCHES = 0x80;

    /** What came of it. */
    enum Outcome {
        /** It was written to what the copy held, which holds it now. */
        MET,
        /** It was written to a session that was there; what else was there is not known. */
        WRITTEN,
        /** Nothing was written: it was too late, or there was no such session or attribute. */
        NOT_WRITTEN
    }

    /** Returns the server's time, Unix milliseconds, from which on the session is no more, whatever else happens. */
    long expires() {
        return before.times().expires();
    }

    /** Adds the fields to the arguments of a script, each followed by its new value. */
    void fields(List<byte[]> args) {
        for (String name : changes.keySet()) {
            args.add(StoredAttributes.field(name).getBytes(Version.UTF_8));
            args.add(value(name));
        }
    }

    /** Returns how many fields there are, and whether it is touched, as the script is told: in one byte. */
    byte shape() {
        return (byte) (touches ? changes.size() | TOUCHES : changes.size());
    }

    private byte[] value(String name) {
        return requireNonNull(after.attributes().stored().get(name), "value");
    }

    /** Returns the number of bytes that it writes. */
    int bytes() {
        int sum = 0;
        for (String name : changes.keySet()) {
            sum += value(name).length;
        }
        return sum;
    }

    /** Has the copy hold what the script has made of the session, on the I/O thread. */
    Outcome written() {
        boolean met = copy.changed(
                key,
                seen -> new Seen(on(requireNonNull(requireNonNull(seen, "seen").alive(), "alive")), true));
        return met ? Outcome.MET : Outcome.WRITTEN;
    }

    /** Drops the copy: what became of this is not known. */
    void forget() {
        copy.forget();
    }

    /** Returns what becomes of a session by it; others may have gone through the same copy before. */
    Stored on(Stored now) {
        return now.equals(before)
                ? after
                : now.with(
                        now.attributes().with(after.attributes(), changes.keySet()),
                        Math.max(now.touched(), after.touched()));
    }
}
