package dev.larder.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an attacker has copied of one cache: raw entries, those of key {@code i} at place {@code i}. Immutable once filled. */
final class Loot {

    /** Where entries were copied. All but the last four lay under the same name as the entry of now. */
    enum Find {
        /** What is in place, of the cache under attack. */
        NOW,
        /** What was there before the cache was cleared and written anew. */
        OLDER,
        /** The same value of now, written by a process without keys. */
        UNSEALED,
        /** The same, sealed by another keyset. */
        OTHER_KEYSET,
        /** The same, sealed by our keyset, with another fingerprint of its schema. */
        OTHER_SCHEMA,
        /** The same, sealed by our keyset, in another format. */
        OTHER_FORMAT,
        /** A value far beyond {@code max-entry-bytes}, sealed by our keyset in a process that allows it. */
        BOMB,
        /** The same value of now in another cache of the same keyset. */
        OTHER_CACHE,
        /** The same in the cache of this name in another namespace of the same keyset. */
        OTHER_NAMESPACE
    }

    private final String prefix;
    private final int keys;
    private final Map<Find, List<byte[]>> finds = new EnumMap<>(Find.class);

    Loot(String namespace, String cache, int keys) {
        this.prefix = namespace + ":" + cache + ":{";
        this.keys = keys;
    }

    int keys() {
        return keys;
    }

    /** The name of an entry in Redis. */
    String name(int key) {
        return prefix + key + "}";
    }

    List<String> names() {
        return java.util.stream.IntStream.range(0, keys).mapToObj(this::name).toList();
    }

    void put(Find find, List<byte[]> entries) {
        finds.put(find, entries);
    }

    boolean has(Find find) {
        return finds.containsKey(find);
    }

    /** A copy that may be changed. */
    byte[] get(Find find, int key) {
        return Objects.requireNonNull(finds.get(find)).get(key).clone();
    }

    byte[] now(int key) {
        return get(Find.NOW, key);
    }
}
