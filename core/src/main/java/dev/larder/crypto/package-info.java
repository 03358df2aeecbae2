/** The keys that values are encrypted with: read, used, rotated. */
@NullMarked
package dev.larder.crypto;

import org.jspecify.annotations.NullMarked;
