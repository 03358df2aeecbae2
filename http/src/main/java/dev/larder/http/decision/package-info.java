/** Pure decisions of a shared cache: what is stored, what is answered, what is asked of the origin (RFC 9111). */
@NullMarked
package dev.larder.http.decision;

import org.jspecify.annotations.NullMarked;
