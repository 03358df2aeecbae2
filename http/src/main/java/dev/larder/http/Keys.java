package dev.larder.http;

import dev.larder.http.decision.NoVarySearch;
import dev.larder.http.guard.Target;
import dev.larder.http.message.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names of what is stored: one for each target of a route, and one for each response to it where it varies. */
final class Keys {

    private Keys() {}

    /**
     * Returns the primary key of a target.
     *
     * @param rules a number of the rules of the route: what other rules have stored is not found
     */
    static String primary(Route route, int rules, RequestHead request, Target target) {
        return stem(route, rules) + request.scheme() + "://" + request.authority() + target.text();
    }

    /** Returns what all keys of a route begin with, as long as it has these rules. */
    static String stem(Route route, int rules) {
        return route.name() + ":" + HexFormat.of().toHexDigits(rules) + ":";
    }

    /** Where on the web that is what lies under a key. */
    record Site(String authority, String path) {}

    /** Returns where on the web that is what lies under a key, whatever its route; null if it is not one of these keys. */
    static @Nullable Site site(String key) {
        int scheme = key.indexOf("://");
        int path = scheme < 0 ? -1 : key.indexOf('/', scheme + 3);
        if (path < 0) {
            return null;
        }
        int end = path;
        while (end < key.length() && key.charAt(end) != '?' && key.charAt(end) != '#') {
            end++;
        }
        return new Site(key.substring(scheme + 3, path), key.substring(path, end));
    }

    /** Returns what the keys of all variants of a generation begin with. */
    static String way(String primary, long generation) {
        return primary + "#" + HexFormat.of().toHexDigits(generation);
    }

    /** Returns what a variant's key has in common with those of its generation; null if it is no variant's. */
    static @Nullable String way(String key) {
        int mark = key.lastIndexOf('#');
        boolean shared = mark >= 0 && key.startsWith("#?", mark);
        return mark < 0 || shared || key.length() < mark + 17 ? null : key.substring(0, mark + 17);
    }

    /**
     * Returns the key of one of several responses.
     *
     * @param generation that of the entry that leads there
     * @param keyed the values of fields that are in the key by the rules of the route
     * @param variant the values of the fields that the response has named
     */
    static String variant(String primary, long generation, Map<String, String> keyed, String variant) {
        byte[] digest = sha256().digest(values(keyed, variant).getBytes(StandardCharsets.UTF_8));
        return way(primary, generation) + HexFormat.of().formatHex(digest, 0, 16);
    }

    /** Returns a number that is another one for another text, as good as always. */
    static int number(String text) {
        return ByteBuffer.wrap(sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getInt();
    }

    /**
     * Returns the key of what several targets share.
     *
     * @param path the key of the rule of their path
     * @param form what they have in common by that rule
     */
    static String equivalent(String path, NoVarySearch rule, String form) {
        byte[] digest = sha256().digest((rule.text() + "\n" + form).getBytes(StandardCharsets.UTF_8));
        return path + HexFormat.of().formatHex(digest, 0, 16);
    }

    /** Returns the tag of all that several targets of a path share. */
    static String tag(String path) {
        byte[] digest = sha256().digest(path.getBytes(StandardCharsets.UTF_8));
        return "path:" + HexFormat.of().formatHex(digest, 0, 16);
    }

    /** Returns what tells a response from the others of its target; empty if nothing does. */
    static String values(Map<String, String> keyed, String variant) {
        StringBuilder values = new StringBuilder(variant);
        new TreeMap<>(keyed)
                .forEach((name, value) ->
                        values.append('\n').append(name).append('=').append(value));
        return values.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
