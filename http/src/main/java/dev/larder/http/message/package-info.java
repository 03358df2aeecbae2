/** HTTP messages without their bodies, and what their fields say (RFC 9110). */
@NullMarked
package dev.larder.http.message;

import org.jspecify.annotations.NullMarked;
