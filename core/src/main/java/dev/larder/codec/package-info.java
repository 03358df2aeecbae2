/** Serialisers: what turns keys into text and values into bytes, and back. */
@NullMarked
package dev.larder.codec;

import org.jspecify.annotations.NullMarked;
