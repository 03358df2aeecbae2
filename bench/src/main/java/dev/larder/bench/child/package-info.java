/** JVMs of their own, for what several processes do together or what one does from its beginning. */
@NullMarked
package dev.larder.bench.child;

import org.jspecify.annotations.NullMarked;
