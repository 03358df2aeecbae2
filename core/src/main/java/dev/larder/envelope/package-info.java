/**
 * The binary form of an entry in Redis: sealed by the writer, opened by any later reader, where whatever cannot be read is an
 * answer and never an exception.
 */
@NullMarked
package dev.larder.envelope;

import org.jspecify.annotations.NullMarked;
