/** A coherent two-tier cache on Redis: caches, their policies, their layers and the configuration of all of them. */
@NullMarked
package dev.larder;

import org.jspecify.annotations.NullMarked;
