/** Values in the binary form of Apache Fory, of registered classes only. */
@NullMarked
package dev.larder.fory;

import org.jspecify.annotations.NullMarked;
