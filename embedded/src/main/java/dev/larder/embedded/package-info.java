/**
 * Real Redis processes for development and tests: one server, a cluster, or a primary with its Sentinels.
 *
 * <p>Nothing started here outlives its JVM, however the JVM ends: each server is the child of a small shell guard that
 * holds the other end of a pipe and ends the server when the pipe closes.
 */
@NullMarked
package dev.larder.embedded;

import org.jspecify.annotations.NullMarked;
