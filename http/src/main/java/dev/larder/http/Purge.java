package dev.larder.http;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which stored responses are to be purged. */
public sealed interface Purge {

    /** What becomes of them. */
    enum Mode {
        /** They answer nothing any more. */
        HARD,
        /** They are stale: validated before they are used, or used stale where the response or the profile allows that. */
        SOFT
    }

    /**
     * All responses to a URL, in all variants, whatever its spelling and its scheme: a cache behind something that ends TLS knows no
     * {@code https}.
     *
     * @param authority host and port
     * @param target path and query
     */
    record Url(String authority, String target) implements Purge {

        /**
         * Reads a URL.
         *
         * @throws IllegalArgumentException if it is not {@code http://} or {@code https://} with a host, or has a fragment
         */
        public static Url of(String url) {
            int begin = begin(url);
            int end = end(url, begin);
            String rest = url.substring(end);
            return new Url(url.substring(begin, end), rest.startsWith("/") ? rest : "/" + rest);
        }
    }

    /**
     * All responses below a path, as a whole segment: {@code /a} is not the prefix of {@code /ab}.
     *
     * @param authority host and port; null for all
     * @param path begins with a slash
     */
    record Prefix(@Nullable String authority, String path) implements Purge {

        /** Checks. */
        public Prefix {
            if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
                throw new IllegalArgumentException(
                        "a prefix is a path that begins with a slash, without a query, such as /contracts");
            }
        }

        /**
         * Reads a path, or a URL with a host.
         *
         * @throws IllegalArgumentException if it is neither, or has a query or a fragment
         */
        public static Prefix of(String prefix) {
            if (prefix.startsWith("/")) {
                return new Prefix(null, prefix);
            }
            int begin = begin(prefix);
            int end = end(prefix, begin);
            return new Prefix(prefix.substring(begin, end), end == prefix.length() ? "/" : prefix.substring(end));
        }
    }

    /**
     * All that carries one of these tags: responses, and objects of the same larder.
     *
     * @param tags as responses name them
     */
    record Tags(Set<String> tags) implements Purge {

        /** Copies the set. */
        public Tags {
            tags = Set.copyOf(new TreeSet<>(tags));
            if (tags.isEmpty() || tags.contains("")) {
                throw new IllegalArgumentException("one tag at least is needed, and none is empty");
            }
        }
    }

    /** All responses. */
    record Everything() implements Purge {}

    private static int begin(String url) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("a URL begins with http:// or https:// and a host");
        }
        return colon + 3;
    }

    private static int end(String url, int begin) {
        int end = begin;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        if (end == begin || url.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a URL has a host, and here no fragment");
        }
        return end;
    }
}
