/** Caches of values in one Redis by several libraries, Larder and its peers, behind one interface. */
@org.jspecify.annotations.NullMarked
package dev.larder.bench.store;
