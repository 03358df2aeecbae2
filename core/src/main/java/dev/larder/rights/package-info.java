/** What each component may do in Redis: the least rights that it works with. */
@NullMarked
package dev.larder.rights;

import org.jspecify.annotations.NullMarked;
