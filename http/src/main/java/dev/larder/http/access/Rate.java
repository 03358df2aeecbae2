package dev.larder.http.access;

import dev.larder.http.AccessRules;
import dev.larder.http.Route;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.RequestHead;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.Limit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A limit for requests, and what of them is counted together.
 *
 * @param limit names it, for routes and for clients
 * @param by at least one
 */
public record Rate(Limit limit, List<By> by) {

    /** What requests have in common that are counted together. */
    public sealed interface By {

        /** The client's address, of IPv6 its network of 64 bits. */
        record Address() implements By {}

        /** The user, or the subject of the token. Requests of nobody are not counted. */
        record User() implements By {}

        /** The route. */
        record OfRoute() implements By {}

        /**
         * A field. Requests without it are counted together.
         *
         * @param name of the field
         */
        record Header(String name) implements By {
            /** Checks. */
            public Header {
                if (!TOKEN.matcher(name).matches()) {
                    throw new IllegalArgumentException(
                            "header. is followed by the name of a field, as in header.X-Tenant");
                }
            }
        }

        /**
         * Reads one; null if the text is none.
         *
         * @param text {@code address}, {@code user}, {@code route} or {@code header.NAME}
         */
        static @Nullable By of(String text) {
            return switch (text) {
                case "address" -> new Address();
                case "user" -> new User();
                case "route" -> new OfRoute();
                default -> {
                    String name = text.startsWith("header.") ? text.substring("header.".length()) : "";
                    yield TOKEN.matcher(name).matches() ? new Header(name) : null;
                }
            };
        }

        /** Returns it as {@link #of} reads it. */
        default String text() {
            if (this instanceof Header header) {
                return "header." + header.name();
            }
            return this instanceof Address ? "address" : this instanceof User ? "user" : "route";
        }
    }

    private static final int MOST_RATES = 16;

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    /** Checks, and copies. */
    public Rate {
        by = List.copyOf(by);
        if (by.isEmpty()) {
            throw new IllegalArgumentException(
                    "rate " + limit.name() + " counts nothing together; say by: address, user, route or header.NAME");
        }
    }

    /** Returns its name. */
    public String name() {
        return limit.name();
    }

    /**
     * Returns what is wrong with the rates that a route names; null if nothing is.
     *
     * @param known all rates, by their names
     * @param screening what requests have been through when they are counted
     */
    public static @Nullable String problem(Route route, Map<String, Rate> known, ScreeningRules screening) {
        List<String> named = route.access().rates();
        for (String name : named) {
            Rate rate = known.get(name);
            if (rate == null) {
                return "the rate " + name + " is not among rates; known are "
                        + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known.keySet())));
            }
            if (rate.countsUsers() && route.access().by() == AccessRules.By.NONE) {
                return "the rate " + name
                        + " counts by user, and nobody is asked who he is; say access: session or token";
            }
            String problem = rate.problem(screening);
            if (problem != null) {
                return problem;
            }
        }
        if (new HashSet<>(named).size() < named.size() || named.size() > MOST_RATES) {
            return "a route names each of its rates once, and " + MOST_RATES + " at most";
        }
        return null;
    }

    /**
     * Returns which field it counts by that is taken away from every request before it is counted, and why; null if there is none. All
     * requests would be as without the field, and count together.
     *
     * @param screening what requests have been through when they are counted
     */
    public @Nullable String problem(ScreeningRules screening) {
        for (By one : by) {
            String reason = one instanceof By.Header header ? screening.whyStripped(header.name()) : null;
            if (reason != null) {
                return "the rate " + name() + " counts by " + one.text() + ", which is taken away from every request: "
                        + reason + ". Count by address, or by another field";
            }
        }
        return null;
    }

    /** Returns whether it has to be known first who asks. */
    boolean countsUsers() {
        return by.stream().anyMatch(one -> one instanceof By.User);
    }

    /**
     * Asks for one request.
     *
     * @param who null if nobody in particular
     */
    Ask ask(Route route, RequestHead request, String address, @Nullable Identity who) {
        StringBuilder key = new StringBuilder();
        for (By one : by) {
            key.append(one.text())
                    .append('=')
                    .append(value(one, route, request, address, who))
                    .append('\n');
        }
        return Ask.of(limit, key.toString());
    }

    private static String value(By by, Route route, RequestHead request, String address, @Nullable Identity who) {
        if (by instanceof By.Address) {
            return ClientAddress.network(address);
        }
        if (by instanceof By.User) {
            return who == null ? "" : Identity.encoded(who.user());
        }
        if (by instanceof By.Header header) {
            String value = request.fields().combined(header.name());
            return value == null ? "" : Identity.encoded(value);
        }
        return route.name();
    }
}
