package dev.larder.redis;

import dev.larder.redis.RedisConfig.Mode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Redis URI into a {@link RedisConfigBuilder}. No message shows what stands before the {@code @}. */
final class RedisUri {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Set<String> SCHEMES =
            Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel", "redis-cluster", "rediss-cluster");
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
        OPTIONS.put("cluster", (b, v) -> b.mode(flag("cluster", v) ? Mode.CLUSTER : Mode.STANDALONE));
    }

    private RedisUri() {}

    static RedisConfigBuilder read(String uri) {
        String rest = uri.strip();
        int colon = rest.indexOf("://");
        if (colon < 0) {
            throw bad(
                    "it has no scheme; write redis://host:6379, rediss:// for TLS, redis-sentinel:// or redis-cluster://");
        }
        String scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw bad(
                    "the scheme '" + scheme + "' is unknown; use redis, rediss (TLS), redis-sentinel or redis-cluster");
        }
        rest = rest.substring(colon + 3);
        RedisConfigBuilder builder = new RedisConfigBuilder().tls(scheme.startsWith("rediss"));
        // the password may hold any of / ? # unencoded, so what stands before the last @ is cut off first
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            credentials(builder, rest.substring(0, at));
            rest = rest.substring(at + 1);
        }
        rest = fragment(builder, rest, scheme.endsWith("sentinel"));
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        int slash = rest.indexOf('/');
        if (slash >= 0 && slash < rest.length() - 1) {
            builder.database(number("the database after /", rest.substring(slash + 1)));
        }
        nodes(builder, slash < 0 ? rest : rest.substring(0, slash), scheme.endsWith("sentinel") ? 26379 : 6379);
        if (scheme.endsWith("cluster")) {
            builder.mode(Mode.CLUSTER);
        }
        options(builder, query, scheme);
        return builder;
    }

    private static String fragment(RedisConfigBuilder builder, String rest, boolean sentinel) {
        int hash = rest.indexOf('#');
        if (hash < 0) {
            if (sentinel) {
                throw bad("the name of the primary that the Sentinels watch is missing; end it with #name");
            }
            return rest;
        }
        if (!sentinel) {
            throw bad("a name after # is for redis-sentinel:// only; percent-encode a # in the password as %23");
        }
        builder.sentinelMaster(decode(rest.substring(hash + 1)));
        return rest.substring(0, hash);
    }

    private static void credentials(RedisConfigBuilder builder, String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw bad("it has something before the @ but no colon in it; write user:password@, or :password@ alone");
        }
        String user = decode(userInfo.substring(0, colon));
        String password = decode(userInfo.substring(colon + 1));
        if (password.isEmpty()) {
            throw bad("the password before the @ is empty; write user:password@, or leave both out");
        }
        if (user.isEmpty()) {
            builder.password(password);
        } else {
            builder.credentials(user, password);
        }
    }

    private static void nodes(RedisConfigBuilder builder, String hosts, int defaultPort) {
        for (String entry : hosts.split(",", -1)) {
            String text = entry.strip();
            if (text.isEmpty()) {
                throw bad("a host is missing; write redis://host:6379");
            }
            int bracket = text.lastIndexOf(']');
            int colon = text.indexOf(':', Math.max(0, bracket));
            String host = colon < 0 ? text : text.substring(0, colon);
            int port = colon < 0 ? defaultPort : number("the port of " + host, text.substring(colon + 1));
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            builder.node(host, port);
        }
    }

    private static void options(RedisConfigBuilder builder, String query, String scheme) {
        if (query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            BiConsumer<RedisConfigBuilder, String> option = OPTIONS.get(name);
            if (option == null) {
                throw bad("the option '" + shortened(name) + "' is unknown; did you mean '" + nearest(name)
                        + "'? There are " + String.join(", ", OPTIONS.keySet()));
            }
            if (equals < 0) {
                throw bad("the option '" + name + "' has no value; write " + name + "=…");
            }
            if (name.equals("cluster") && !scheme.equals("redis") && !scheme.equals("rediss")) {
                throw bad("cluster=… contradicts " + scheme + "://; leave it out");
            }
            option.accept(builder, decode(pair.substring(equals + 1)));
        }
    }

    private static String nearest(String name) {
        String best = "timeout";
        int least = Integer.MAX_VALUE;
        for (String candidate : OPTIONS.keySet()) {
            int distance = distance(name.toLowerCase(Locale.ROOT), candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
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

    private static int number(String what, String value) {
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

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("a percent sign is not followed by two hexadecimal digits; write a percent sign itself as %25");
        }
    }

    private static IllegalArgumentException bad(String problem) {
        return new IllegalArgumentException("redis: bad URI: " + problem);
    }
}
