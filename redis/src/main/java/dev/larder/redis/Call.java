package dev.larder.redis;

/** A command together with the taker of its outcome, as part of a pipeline. */
public record Call<T>(Command<T> command, Reply<? super T> reply) {}
