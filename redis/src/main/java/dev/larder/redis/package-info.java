/**
 * The connection to Redis or Valkey: tracked connections to the primaries, commands in wire order, scripts, heartbeats
 * and the proof of freshness. The only package that knows the Redis client.
 */
@NullMarked
package dev.larder.redis;

import org.jspecify.annotations.NullMarked;
