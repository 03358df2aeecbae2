package dev.larder.http.guard;

import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a request that could be answered from the cache reach the origin: those in the key, those that the route says do not
 * matter, and what the cache says for itself. All others are taken away, so that nothing outside the key changes a stored response
 * (docs/decisions/0017-unkeyed-input.md). Requests that have nothing to do with the cache keep theirs. Pure and thread-safe.
 */
public final class FieldRules {

    /** Nothing but the target is in the key, and of credentials what the RFC says of {@code Authorization}; cookies bypass. */
    public static final FieldRules DEFAULT = builder().build();

    private static final String ACCEPT_ENCODING = "accept-encoding";

    /** The cache itself answers to them; none of them goes to the origin as a client has sent it. */
    private static final Set<String> HANDLED = Set.of(
            "cache-control",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "pragma",
            "range");

    /** They say what the content of QUERY means, which is in its key. */
    private static final Set<String> OF_CONTENT = Set.of("content-encoding", "content-language", "content-type");

    private final Map<String, Set<String>> keyed;
    private final Set<String> passed;
    private final Set<String> stripped;
    private final Credentials authorization;
    private final Credentials cookies;
    private final AcceptEncoding codings;
    private final boolean everything;

    private FieldRules(Builder builder) {
        keyed = Map.copyOf(builder.keyed);
        passed = Set.copyOf(builder.passed);
        stripped = Set.copyOf(builder.stripped);
        authorization = builder.authorization;
        cookies = builder.cookies;
        codings = new AcceptEncoding(builder.codings);
        everything = builder.everything;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Rules over the fields of a request that has been admitted. */
    public Ruling apply(RequestHead request) {
        if (bypasses(request, "authorization", authorization) || bypasses(request, "cookie", cookies)) {
            return new Ruling.Bypassed(request);
        }
        String coding = codings.choose(request.fields().combined(ACCEPT_ENCODING));
        Map<String, String> key = new TreeMap<>(Map.of(ACCEPT_ENCODING, coding));
        Set<String> removed = new HashSet<>();
        boolean plain = true;
        Fields.Builder seen = Fields.builder();
        Fields.Builder sent = Fields.builder();
        for (Field line : request.fields()) {
            String name = line.name().toLowerCase(Locale.ROOT);
            switch (fate(request, name)) {
                case HANDLED -> seen.add(line.name(), line.value());
                case NORMALISED -> {}
                case PASSED -> {
                    plain &= name.equals("content-length");
                    seen.add(line.name(), line.value());
                    sent.add(line.name(), line.value());
                }
                case KEYED -> {
                    String value = keyed(name, request.fields());
                    if (value == null) {
                        removed.add(name);
                    } else if (key.put(name, value) == null) {
                        seen.add(line.name(), value);
                        sent.add(line.name(), value);
                    }
                }
                case REMOVED -> removed.add(name);
            }
        }
        seen.add("Accept-Encoding", coding);
        sent.add("Accept-Encoding", coding);
        return new Ruling.Cached(request.with(seen.build()), request.with(sent.build()), key, plain, removed);
    }

    /** Says all of this in one text, the same in all processes. */
    public String rules() {
        Map<String, Set<String>> keys = new TreeMap<>();
        keyed.forEach((name, values) -> keys.put(name, new TreeSet<>(values)));
        return keys + "" + new TreeSet<>(passed) + codings + authorization.name() + cookies.name() + everything
                + (stripped.isEmpty() ? "" : new TreeSet<>(stripped).toString());
    }

    /** Returns the names, in lower case, of the fields that are in the key, whether a request has them or not. */
    public Set<String> keyNames() {
        Set<String> names = new TreeSet<>(keyed.keySet());
        if (authorization == Credentials.KEY) {
            names.add("authorization");
        }
        if (cookies == Credentials.KEY) {
            names.add("cookie");
        }
        return names;
    }

    /** Returns whether the origin is asked for any content coding. */
    public boolean asksForCodings() {
        return !codings.codings().isEmpty();
    }

    /** Returns whether the cache answers to a field itself: conditions, ranges, and what clients ask of caches. */
    public static boolean isHandled(String name) {
        return HANDLED.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean bypasses(RequestHead request, String name, Credentials credentials) {
        return credentials == Credentials.BYPASS && request.fields().has(name);
    }

    private enum Fate {
        HANDLED,
        NORMALISED,
        PASSED,
        KEYED,
        REMOVED
    }

    private Fate fate(RequestHead request, String name) {
        if (HANDLED.contains(name)) {
            return Fate.HANDLED;
        }
        if (name.equals(ACCEPT_ENCODING)) {
            return Fate.NORMALISED;
        }
        if (name.equals("authorization")) {
            return fate(authorization);
        }
        if (name.equals("cookie")) {
            return fate(cookies);
        }
        boolean query = request.method().equals("QUERY");
        if (keyed.containsKey(name) || (query && OF_CONTENT.contains(name))) {
            return Fate.KEYED;
        }
        boolean length = query && name.equals("content-length");
        boolean passes = everything && !stripped.contains(name);
        return passes || length || passed.contains(name) ? Fate.PASSED : Fate.REMOVED;
    }

    private static Fate fate(Credentials credentials) {
        return switch (credentials) {
            case KEY -> Fate.KEYED;
            case RFC -> Fate.PASSED;
            case STRIP, BYPASS -> Fate.REMOVED;
        };
    }

    /** The value in the key, as it is sent; null if the field is treated as if it were not there. */
    private @Nullable String keyed(String name, Fields fields) {
        String value = fields.combined(name);
        Set<String> known = keyed.getOrDefault(name, Set.of());
        if (value == null || known.isEmpty()) {
            return value;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        return known.contains(lower) ? lower : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldRules that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(keyed, passed, stripped, authorization, cookies, codings, everything);
    }

    /** Makes rules. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Set<String>> keyed = new TreeMap<>();
        private final Set<String> passed = new HashSet<>();
        private final Set<String> stripped = new HashSet<>();
        private Set<String> codings = Set.of("gzip");
        private Credentials authorization = Credentials.RFC;
        private Credentials cookies = Credentials.BYPASS;
        private boolean everything;

        private Builder() {}

        /**
         * The value of this field is part of the key. With values given, any other counts as no field at all, so that a stranger cannot
         * make more variants than these; they are compared and sent in lower case.
         */
        public Builder key(String name, String... values) {
            keyed.put(
                    checked(name),
                    Set.of(values).stream()
                            .map(value -> value.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet()));
            return this;
        }

        /** This field is sent, and trusted not to change the response. */
        public Builder pass(String name) {
            passed.add(checked(name));
            return this;
        }

        /** What {@code Authorization} means. The default is {@link Credentials#RFC}. */
        public Builder authorization(Credentials other) {
            authorization = other;
            return this;
        }

        /** What {@code Cookie} means. The default is {@link Credentials#BYPASS}. */
        public Builder cookies(Credentials other) {
            cookies = other;
            return this;
        }

        /** The content codings that the origin is asked for, one at a time. The default is {@code gzip}. */
        public Builder codings(String... names) {
            codings = Set.of(names);
            return this;
        }

        /** All fields are sent, and only {@code Vary} protects stored responses: what RFC 9111 asks for, and no more. */
        public Builder passEverything() {
            everything = true;
            return this;
        }

        /** This field is taken away, where {@link #passEverything} would send it. */
        public Builder strip(String name) {
            stripped.add(checked(name));
            return this;
        }

        private static String checked(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (HANDLED.contains(lower)
                    || lower.equals(ACCEPT_ENCODING)
                    || lower.equals("authorization")
                    || lower.equals("cookie")) {
                throw new IllegalArgumentException(
                        "the field " + lower
                                + " can be neither in the key nor passed nor stripped: the cache answers to it, or authorization(…), cookies(…) say what it means");
            }
            if (KnownFields.isOfConnection(lower)) {
                throw new IllegalArgumentException("the field " + lower + " ends at this hop");
            }
            return lower;
        }

        /**
         * Builds.
         *
         * @throws IllegalArgumentException if a field is both taken away and passed, or in the key
         */
        public FieldRules build() {
            for (String name : stripped) {
                if (passed.contains(name) || keyed.containsKey(name)) {
                    throw new IllegalArgumentException(
                            "the field " + name + " is stripped, and passed or in the key as well; say one of it");
                }
            }
            return new FieldRules(this);
        }
    }
}
