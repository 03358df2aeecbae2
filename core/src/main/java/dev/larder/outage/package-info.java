/** What outlives an outage: the journal of invalidations. */
@NullMarked
package dev.larder.outage;

import org.jspecify.annotations.NullMarked;
