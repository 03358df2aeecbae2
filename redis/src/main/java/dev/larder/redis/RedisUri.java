package dev.larder.redis;

import dev.larder.redis.RedisConfig.Mode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads a Redis URI into a {@link RedisConfigBuilder}. No message shows what stands before the {@code @}. */
final class RedisUri {

    private static final Set<String> SCHEMES =
            Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel", "redis-cluster", "rediss-cluster");

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
            builder.database(RedisOptions.number("the database after /", rest.substring(slash + 1)));
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
            if (user.isEmpty()) {
                throw bad("the password before the @ is empty; write user:password@, or leave both out");
            }
            builder.username(user);
        } else if (user.isEmpty()) {
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
            int port = colon < 0 ? defaultPort : RedisOptions.number("the port of " + host, text.substring(colon + 1));
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
            BiConsumer<RedisConfigBuilder, String> option = RedisOptions.find(name);
            if (equals < 0) {
                throw bad("the option '" + name + "' has no value; write " + name + "=…");
            }
            if (name.equals("cluster") && !scheme.equals("redis") && !scheme.equals("rediss")) {
                throw bad("cluster=… contradicts " + scheme + "://; leave it out");
            }
            option.accept(builder, decode(pair.substring(equals + 1)));
        }
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
