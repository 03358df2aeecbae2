package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** Told once how an {@link Exchange} ended, and a second time if the answer came after it was given up. */
interface Outcome {

    /**
     * The server answered. I/O thread, wire order.
     *
     * @param value the answer as {@link Answer} collects it
     * @param late whether {@link #failed} was called before
     */
    void answered(@Nullable Object value, boolean late);

    /** The server answered with an error. I/O thread, wire order. */
    void refused(String error, boolean late);

    /** There is no answer, or none in time. Any thread. */
    void failed(RedisException failure);
}
