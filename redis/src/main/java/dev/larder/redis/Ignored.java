package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** The outcome of a command whose answer nobody needs. */
enum Ignored implements Outcome {
    /** The only one. */
    ANSWER;

    @Override
    public void answered(@Nullable Object value, boolean late) {}

    @Override
    public void refused(String error, boolean late) {}

    @Override
    public void failed(RedisException failure) {}
}
