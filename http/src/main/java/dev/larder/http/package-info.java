/** A shared cache for HTTP responses (RFC 9111) on the engine: the shell around its decisions, with no server in it. */
@NullMarked
package dev.larder.http;

import org.jspecify.annotations.NullMarked;
