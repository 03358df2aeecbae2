/** Rate limits that all processes on one Redis share, by the clock of its server. */
@NullMarked
package dev.larder.session.limit;

import org.jspecify.annotations.NullMarked;
