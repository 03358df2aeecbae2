package dev.larder.embedded;

import java.nio.file.Path;

/**
 * The server program that {@link EmbeddedRedis} runs.
 *
 * @param path where it lies
 * @param product {@code redis} or {@code valkey}
 * @param version for instance {@code 7.0.15}
 * @param bundled whether it is the one that comes along, and not one found on the path
 */
public record ServerBinary(Path path, String product, String version, boolean bundled) {

    /** For instance {@code redis 7.0.15 (/usr/bin/redis-server, on the path)}. */
    @Override
    public String toString() {
        return product + " " + version + " (" + path + ", " + (bundled ? "bundled" : "on the path") + ")";
    }
}
