/** How calls of many callers share flushes. */
@NullMarked
package dev.larder.session.gather;

import org.jspecify.annotations.NullMarked;
