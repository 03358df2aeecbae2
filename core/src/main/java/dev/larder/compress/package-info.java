/** Zstandard with dictionaries that are trained on the values of a cache. Knows neither Redis nor the engine. */
@NullMarked
package dev.larder.compress;

import org.jspecify.annotations.NullMarked;
