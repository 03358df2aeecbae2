package dev.larder.tck;

import dev.larder.Cache;

/** A way to use a cache: itself, or through an adapter under test. */
public interface View {

    /** The cache itself. */
    View BLOCKING = new View() {
        @Override
        public <K, V> Cache<K, V> of(Cache<K, V> cache) {
            return cache;
        }
    };

    /** Its calls that do not block, each of which is waited for. */
    View ASYNC = new View() {
        @Override
        public <K, V> Cache<K, V> of(Cache<K, V> cache) {
            return new AwaitedCache<>(cache.async());
        }
    };

    /** Returns what the contract is tested on. */
    <K, V> Cache<K, V> of(Cache<K, V> cache);
}
