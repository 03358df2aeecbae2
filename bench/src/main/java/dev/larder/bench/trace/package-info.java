/** Access traces: the keys that real systems asked for. */
@NullMarked
package dev.larder.bench.trace;

import org.jspecify.annotations.NullMarked;
