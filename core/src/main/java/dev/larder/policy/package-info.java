/** Pure decisions: how long an entry lives and what to do with what was read. */
@NullMarked
package dev.larder.policy;

import org.jspecify.annotations.NullMarked;
