package dev.larder.bench.limit;

import java.util.Locale;

/** The names of keys: as long as an IPv4 address in the form that logs have. */
final class Names {

    private Names() {}

    static String of(int key) {
        return String.format(Locale.ROOT, "10.%d.%d.%d", key >> 16, key >> 8 & 0xFF, key & 0xFF);
    }
}
