/** Loads: one flight for each key in this process, places at the source, and the caller's own thread as executor. */
@NullMarked
package dev.larder.load;

import org.jspecify.annotations.NullMarked;
