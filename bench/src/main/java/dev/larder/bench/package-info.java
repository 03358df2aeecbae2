/** Recorded workloads and the measurements made with them. */
@NullMarked
package dev.larder.bench;

import org.jspecify.annotations.NullMarked;
