/** The contract of a cache as abstract tests, which every view and adapter extends. */
@NullMarked
package dev.larder.tck;

import org.jspecify.annotations.NullMarked;
