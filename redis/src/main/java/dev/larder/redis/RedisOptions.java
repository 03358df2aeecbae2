package dev.larder.redis;

import dev.larder.redis.RedisConfig.Mode;
import dev.larder.words.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a {@link RedisConfigBuilder} that are said as text, by a URI or a configuration file. */
final class RedisOptions {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Map<String, BiConsumer<RedisConfigBuilder, String>> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("timeout", (b, v) -> b.commandTimeout(duration("timeout", v)));
        OPTIONS.put("command-timeout", (b, v) -> b.commandTimeout(duration("command-timeout", v)));
        OPTIONS.put("connect-timeout", (b, v) -> b.connectTimeout(duration("connect-timeout", v)));
        OPTIONS.put("heartbeat", (b, v) -> b.heartbeat(duration("heartbeat", v)));
        OPTIONS.put("staleness-bound", (b, v) -> b.stalenessBound(duration("staleness-bound", v)));
        OPTIONS.put("dead-after", (b, v) -> b.deadAfter(duration("dead-after", v)));
        OPTIONS.put("max-in-flight", (b, v) -> b.maxInFlight(number("max-in-flight", v)));
        OPTIONS.put("min-backoff", (b, v) -> b.minBackoff(duration("min-backoff", v)));
        OPTIONS.put("max-backoff", (b, v) -> b.maxBackoff(duration("max-backoff", v)));
        OPTIONS.put("client-name", RedisConfigBuilder::clientName);
        OPTIONS.put("database", (b, v) -> b.database(number("database", v)));
        OPTIONS.put("tls-trust", (b, v) -> b.tlsTrust(path("tls-trust", v)));
        OPTIONS.put("tls-certificate", (b, v) -> b.tlsCertificate(path("tls-certificate", v)));
        OPTIONS.put("tls-key", (b, v) -> b.tlsKey(path("tls-key", v)));
        OPTIONS.put("tls-verify-hostname", (b, v) -> b.tlsVerifyHostname(flag("tls-verify-hostname", v)));
        OPTIONS.put("username-file", (b, v) -> b.usernameFile(path("username-file", v)));
        OPTIONS.put("username-env", RedisConfigBuilder::usernameEnv);
        OPTIONS.put("password-file", (b, v) -> b.passwordFile(path("password-file", v)));
        OPTIONS.put("password-env", RedisConfigBuilder::passwordEnv);
        OPTIONS.put("cluster", (b, v) -> b.mode(flag("cluster", v) ? Mode.CLUSTER : Mode.STANDALONE));
    }

    private RedisOptions() {}

    /**
     * Sets what an option says.
     *
     * @throws IllegalArgumentException if there is no such option, or the value is none for it
     */
    static void set(RedisConfigBuilder builder, String name, String value) {
        find(name).accept(builder, value);
    }

    /** Refuses a name that is no option's, with the most similar one. */
    static BiConsumer<RedisConfigBuilder, String> find(String name) {
        BiConsumer<RedisConfigBuilder, String> option = OPTIONS.get(name);
        if (option == null) {
            String nearest = Nearest.of(name, OPTIONS.keySet());
            throw bad("the option '" + shortened(name) + "' is unknown; "
                    + (nearest == null ? "" : "did you mean '" + nearest + "'? ") + "There are "
                    + String.join(", ", OPTIONS.keySet()));
        }
        return option;
    }

    private static Duration duration(String what, String value) {
        Matcher matcher = DURATION.matcher(value);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMinutes(count);
            };
        }
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw bad(what + "=" + shortened(value) + " is not a duration; write 300ms, 2s or 1m");
        }
    }

    private static Path path(String what, String value) {
        try {
            if (!value.isBlank()) {
                return Path.of(value);
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw bad(what + "=" + shortened(value) + " is not the path of a file");
    }

    static int number(String what, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw bad(what + " is '" + shortened(value) + "', which is not a number");
        }
    }

    private static boolean flag(String what, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw bad(what + "=" + shortened(value) + " is neither true nor false");
        }
        return value.equals("true");
    }

    private static String shortened(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }

    private static IllegalArgumentException bad(String problem) {
        return new IllegalArgumentException("redis: " + problem);
    }
}
