/**
 * HTTP servers that answer from a cache, under the same load in turn: the gateway, and its peers as their packages come. Each is a process
 * of its own before one origin; the load comes from {@code wrk}.
 */
@NullMarked
package dev.larder.bench.http;

import org.jspecify.annotations.NullMarked;
