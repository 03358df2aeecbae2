package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.LarderConfig;
import dev.larder.grounds.GroundsConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this service is told that Spring Boot does not know of.
 *
 * @param redis URI, or null to cache in this process alone, unless the file says one
 * @param config file of Larder's settings, or null for the defaults
 * @param database where the database is, and what it holds
 * @param login whether users have to log in to change things
 * @param secret that IDs of sessions are hashed with, unless the file names one; null for one that ends with this process
 */
record ServiceSettings(
        @Nullable String redis,
        @Nullable Path config,
        GroundsConfig database,
        boolean login,
        @Nullable String secret) {
    private static final int SECRET_BYTES = 32;
    private static final int MOST_CONTRACTS = 10_000_000;

    /**
     * Reads them.
     *
     * @param property gives the value of a property, or null
     * @throws SettingException if one of them cannot be used; says which, and what can
     */
    static ServiceSettings of(UnaryOperator<@Nullable String> property) {
        String config = property.apply("larder.config");
        return new ServiceSettings(
                property.apply("larder.redis"),
                config == null ? null : Path.of(config),
                database(property.apply("grounds.database"))
                        .withContents(GroundsConfig.defaults().seed(), contracts(property.apply("grounds.contracts"))),
                login(property.apply("grounds.login")),
                property.apply("larder.hash-secret"));
    }

    private static boolean login(@Nullable String said) {
        if (said == null || said.equals("on")) {
            return true;
        }
        if (said.equals("off")) {
            return false;
        }
        throw new SettingException("grounds.login: give on, or off to let everybody change things");
    }

    private static GroundsConfig database(@Nullable String where) {
        GroundsConfig defaults = GroundsConfig.defaults();
        if (where == null) {
            return defaults;
        }
        if (where.isBlank()) {
            throw new SettingException("grounds.database: give a folder, memory or a JDBC URL, or leave it out");
        }
        if (where.equals("memory")) {
            return defaults.atUrl("jdbc:h2:mem:grounds;DB_CLOSE_DELAY=-1");
        }
        return where.startsWith("jdbc:") ? defaults.atUrl(where) : defaults.inFolder(Path.of(where));
    }

    private static int contracts(@Nullable String count) {
        if (count == null) {
            return GroundsConfig.defaults().contracts();
        }
        try {
            int contracts = Integer.parseInt(count);
            if (contracts >= 1 && contracts <= MOST_CONTRACTS) {
                return contracts;
            }
        } catch (NumberFormatException e) {
            // The message below says what is wrong.
        }
        throw new SettingException("grounds.contracts: give a number from 1 to " + MOST_CONTRACTS);
    }

    /** Returns whether there is a Redis, which sessions need. */
    boolean hasRedis() {
        return redis != null || (config != null && LarderConfig.load(config).redis() != null);
    }

    /** Makes the caches' larder. */
    Larder larder() {
        LarderBuilder builder = Larder.builder();
        LarderConfig said = config == null ? null : LarderConfig.load(config);
        if (said != null) {
            builder.config(said);
        }
        if (secret != null) {
            builder.hashSecret(secret.strip().getBytes(StandardCharsets.UTF_8));
        } else if (said == null || said.hashSecret() == null) {
            byte[] own = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(own);
            builder.hashSecret(own);
        }
        if (redis != null) {
            builder.redis(redis);
        }
        return builder.build();
    }

    /** Shows neither the URI nor the URL: there may be passwords in them. */
    @Override
    public String toString() {
        return "ServiceSettings[" + database + "]";
    }
}
