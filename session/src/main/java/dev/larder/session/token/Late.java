package dev.larder.session.token;

import dev.larder.Keyspace;
import java.nio.charset.StandardCharsets;

/**
 * When it is too late for a command: then nobody waits for its answer any more, and its script does nothing. A command whose
 * connection was lost may still be done until then; so its caller is told no earlier, lest he be overtaken by his own call.
 *
 * @param nanos {@link System#nanoTime()}
 */
record Late(long nanos) {

    /** For a command that is sent now. */
    static Late fromNow(Keyspace keyspace) {
        return new Late(System.nanoTime() + keyspace.redis().commandTimeout().toNanos());
    }

    /** Returns the same by the clock of the server that a key belongs to, in Unix milliseconds, for its script. */
    byte[] argument(Keyspace keyspace, byte[] key) {
        return Long.toString(keyspace.redis().serverMillisAt(key, nanos)).getBytes(StandardCharsets.US_ASCII);
    }
}
