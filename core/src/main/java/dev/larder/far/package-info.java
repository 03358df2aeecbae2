/** The far tier: key names, leases, conditional writes and reads in Redis. */
@NullMarked
package dev.larder.far;

import org.jspecify.annotations.NullMarked;
