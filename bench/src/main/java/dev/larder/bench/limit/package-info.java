/** Limits on calls, of Larder and of its peers, each as its own documentation has it. */
@NullMarked
package dev.larder.bench.limit;

import org.jspecify.annotations.NullMarked;
