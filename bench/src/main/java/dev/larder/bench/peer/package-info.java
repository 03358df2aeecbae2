/** What benchmarks of several kinds need of peers. */
@NullMarked
package dev.larder.bench.peer;

import org.jspecify.annotations.NullMarked;
