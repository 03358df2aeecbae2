/** Caches in two tiers, in the process and in Redis, by Larder and by its peers. */
@NullMarked
package dev.larder.bench.twotier;

import org.jspecify.annotations.NullMarked;
