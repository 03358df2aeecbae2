package dev.larder;

import java.util.Locale;

/** The kind of data that a cache holds: it chooses the defaults of the cache's {@linkplain CachePolicy policy}. */
public enum Layer {
    /** User sessions, tokens and rate limits: Redis holds the only copy. */
    SESSION,
    /** Responses, query results and objects that are read often. */
    API,
    /** Data that changes by the second: locations, states, active schedules. */
    LIVE,
    /** Reference and configuration data that hardly ever changes. */
    STATIC;

    private final String configName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in configuration files, metrics and key names: the constant's in lower case. */
    public String configName() {
        return configName;
    }
}
