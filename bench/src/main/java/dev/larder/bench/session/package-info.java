/** Stores of sessions, of Larder and of its peers, each as its own documentation has it. */
@NullMarked
package dev.larder.bench.session;

import org.jspecify.annotations.NullMarked;
