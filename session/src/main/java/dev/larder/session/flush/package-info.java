/** When calls of many callers leave together. */
@NullMarked
package dev.larder.session.flush;

import org.jspecify.annotations.NullMarked;
