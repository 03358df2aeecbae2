/** The rules that a compiler cannot check: who may know whom, and what nobody may do. */
@NullMarked
package dev.larder.house;

import org.jspecify.annotations.NullMarked;
