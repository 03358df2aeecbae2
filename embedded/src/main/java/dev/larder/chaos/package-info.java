/** Faults to order, for the tests of Larder and for those of its users. */
@NullMarked
package dev.larder.chaos;

import org.jspecify.annotations.NullMarked;
