package dev.larder.bench.store;

import java.nio.charset.StandardCharsets;

/** The names of keys, for clients that have none of their own. */
final class Keys {

    private static final String PREFIX = "contracts:";

    private Keys() {}

    static String text(Long key) {
        return PREFIX + key;
    }

    static byte[] bytes(Long key) {
        return text(key).getBytes(StandardCharsets.US_ASCII);
    }

    static Long number(String text) {
        return Long.valueOf(text.substring(PREFIX.length()));
    }
}
