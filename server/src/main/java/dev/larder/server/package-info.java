/** The {@code larder} command line. */
@NullMarked
package dev.larder.server;

import org.jspecify.annotations.NullMarked;
