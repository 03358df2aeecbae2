package dev.larder.session.token;

import dev.larder.Keyspace;
import java.nio.charset.StandardCharsets;

/** The time after which a script has to do nothing, because nobody waits for its answer any more. */
final class Late {

    private Late() {}

    /** Returns that time by the server's clock, in Unix milliseconds, for a command to a key that is sent now. */
    static byte[] after(Keyspace keyspace, byte[] key) {
        long givenUp = System.nanoTime() + keyspace.redis().commandTimeout().toNanos();
        return Long.toString(keyspace.redis().serverMillisAt(key, givenUp)).getBytes(StandardCharsets.US_ASCII);
    }
}
