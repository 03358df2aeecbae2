package dev.larder.grounds;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and what it holds. The defaults: an H2 file in {@code .larder/grounds} below the working
 * directory, 100,000 contracts from seed 1, 16 connections.
 *
 * @param folder folder of the H2 file; not used with a {@code url}
 * @param url JDBC URL of another database, such as {@code jdbc:postgresql://localhost/grounds?user=me}, or null for the
 *     H2 file. Only the schema {@code grounds} in it is touched
 * @param seed what the contents are made from
 * @param contracts number of contracts
 * @param connections size of the connection pool, at least 2
 */
public record GroundsConfig(Path folder, @Nullable String url, long seed, int contracts, int connections) {
    public GroundsConfig {
        if (contracts < 1) {
            throw new IllegalArgumentException("contracts is " + contracts + "; at least 1 is needed");
        }
        if (connections < 2) {
            throw new IllegalArgumentException("connections is " + connections + "; at least 2 are needed");
        }
        if (url != null && !url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "not a JDBC URL; expected something like jdbc:postgresql://localhost:5432/grounds?user=NAME");
        }
    }

    /** The defaults. */
    public static GroundsConfig defaults() {
        return new GroundsConfig(Path.of(".larder", "grounds"), null, 1, 100_000, 16);
    }

    /** The same with the H2 file in another folder, which is made if need be. */
    public GroundsConfig inFolder(Path other) {
        return new GroundsConfig(other, null, seed, contracts, connections);
    }

    /** The same in the database behind a JDBC URL. */
    public GroundsConfig atUrl(String other) {
        return new GroundsConfig(folder, other, seed, contracts, connections);
    }

    /** The same with other contents. */
    public GroundsConfig withContents(long otherSeed, int otherContracts) {
        return new GroundsConfig(folder, url, otherSeed, otherContracts, connections);
    }

    /** The same with another size of the connection pool. */
    public GroundsConfig withConnections(int other) {
        return new GroundsConfig(folder, url, seed, contracts, other);
    }

    /** Never shows the URL, which may hold a password. */
    @Override
    public String toString() {
        return "GroundsConfig[" + where() + ", seed " + seed + ", " + contracts + " contracts]";
    }

    String where() {
        return url == null ? "H2 in " + folder : "JDBC URL " + url.replaceFirst("[?;].*", "");
    }
}
