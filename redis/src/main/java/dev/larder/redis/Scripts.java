package dev.larder.redis;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every script seen so far, to be loaded by each new connection. */
final class Scripts {

    private final Map<String, Script> bySha = new ConcurrentHashMap<>();

    void saw(Script script) {
        if (!bySha.containsKey(script.sha())) {
            bySha.put(script.sha(), script);
        }
    }

    Collection<Script> all() {
        return bySha.values();
    }
}
