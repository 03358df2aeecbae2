/** Which requests and responses are refused or changed before anything is decided: poisoning, deception, exhaustion. */
@NullMarked
package dev.larder.http.guard;

import org.jspecify.annotations.NullMarked;
