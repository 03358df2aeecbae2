/** The near tier: decoded values in this process, and the index by which pushes find them. */
@NullMarked
package dev.larder.near;

import org.jspecify.annotations.NullMarked;
