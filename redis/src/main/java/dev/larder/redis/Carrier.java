package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** The connection that carries {@link Exchange exchanges}. */
interface Carrier {

    /** The exchange is off the wire: answered, or its connection is gone. Called once for each. */
    void finished(Exchange exchange);

    /** The answer to an exchange has come, and is told after this. I/O thread. */
    default void answered() {}

    /** The client gave up an exchange that was written: replies can no longer be told apart, so the connection must go. */
    void broken(Throwable cause);

    /**
     * Says why an exchange has no answer.
     *
     * @param written whether the server may have executed it
     * @param cause what the client reported
     */
    RedisException failure(Exchange exchange, boolean written, @Nullable Throwable cause);
}
