/** The HTTP cache behind a server and before an origin, on Vert.x. */
@NullMarked
package dev.larder.gateway;

import org.jspecify.annotations.NullMarked;
