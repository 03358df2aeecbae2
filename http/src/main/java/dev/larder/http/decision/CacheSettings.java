package dev.larder.http.decision;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a shared cache decides by, where the RFCs leave it a choice. Begin with {@link #builder}.
 *
 * @param profile how much of what is permitted is done
 * @param name the cache in {@code Cache-Status}
 * @param keyShown whether {@code Cache-Status} may show the key
 * @param targets fields that stand before {@code Cache-Control}, the most applicable first (RFC 9213)
 * @param heuristicFraction the share of the time since {@code Last-Modified} that a response without explicit freshness is taken
 *     to be fresh; 0 for none
 * @param heuristicLimit the most that heuristics give
 * @param apparentAge whether the age is at least what {@code Date} and this clock say: safe with caches on the way that send no
 *     {@code Age}, too old if the origin's clock is behind
 * @param obeyed what clients may ask for
 * @param negative whether "there is nothing" (404, 410, 451) is stored, where it has explicit freshness
 * @param errors whether other statuses from 400 on are stored, where they have explicit freshness
 * @param partial whether parts of representations (206) are stored and combined
 * @param setCookie whether a response with {@code Set-Cookie} is stored
 * @param keptForValidation how long what has a validator is kept after it is stale
 * @param staleWhenDisconnected how long after it is stale a response may be served while the origin cannot be reached; zero for
 *     never
 * @param encodingHandled whether the cache itself negotiates content codings, so that {@code Accept-Encoding} selects nothing
 * @param normalisers forms of selecting fields, by name in lower case: values with the same form select the same variant
 * @param maxRanges how many ranges a request may ask for; with more, it is answered in full
 * @param tagFields fields of responses that hold tags
 * @param maxTags how many tags a response may have that is stored
 * @param maxTagLength how long they may be
 * @param lives how long responses are used that do not say so
 * @param codings in which stored content is sent where a client likes that, best first; where the cache negotiates them
 * @param codingMinimum how long content has to be for that
 * @param queryBytes how long the content of a QUERY may be that is answered from the store; longer ones pass. 0 for none
 * @param noVarySearch whether {@code No-Vary-Search} of a response counts
 */
public record CacheSettings(
        Profile profile,
        String name,
        boolean keyShown,
        List<String> targets,
        double heuristicFraction,
        Duration heuristicLimit,
        boolean apparentAge,
        Set<RequestDirective> obeyed,
        boolean negative,
        boolean errors,
        boolean partial,
        boolean setCookie,
        Duration keptForValidation,
        Duration staleWhenDisconnected,
        boolean encodingHandled,
        Map<String, UnaryOperator<String>> normalisers,
        int maxRanges,
        List<String> tagFields,
        int maxTags,
        int maxTagLength,
        LifeRules lives,
        List<Coding> codings,
        int codingMinimum,
        int queryBytes,
        boolean noVarySearch) {

    /**
     * Begins with the defaults of a profile.
     *
     * <p>Both: name {@code larder}, no key shown, targets {@code Larder-Cache-Control} and {@code CDN-Cache-Control}, heuristic limit
     * one day, apparent age counts, negative responses stored, kept for validation one hour, {@code Accept-Encoding} selects, at most
     * 16 ranges, tags from {@code Surrogate-Key} and {@code Cache-Tag}, at most 512 of 256 characters, no rules for lives,
     * zstd and gzip for content from 1 KiB on where the cache negotiates them, QUERY of 16 KiB at most from the store, {@code No-Vary-Search} counts.
     *
     * <p>{@link Profile#SAFE}: no heuristics; {@code no-store}, {@code max-stale} and {@code stale-if-error} of clients obeyed; no
     * errors, parts or cookies stored; nothing stale because the origin is away.
     *
     * <p>{@link Profile#RFC}: heuristic fraction 0.1; all directives of clients obeyed; errors, parts and cookies stored; stale for
     * one day while the origin is away.
     */
    public static Builder builder(Profile profile) {
        return new Builder(profile);
    }

    /** Says what decides which responses are stored, and how, in one text, the same in all processes; normalisers by their names only. */
    public String rules() {
        Set<String> normalised = new TreeSet<>(normalisers.keySet());
        return Stream.of(
                        profile,
                        targets,
                        heuristicFraction,
                        heuristicLimit,
                        apparentAge,
                        negative,
                        errors,
                        partial,
                        setCookie,
                        keptForValidation,
                        staleWhenDisconnected,
                        encodingHandled,
                        normalised,
                        tagFields,
                        maxTags,
                        maxTagLength,
                        lives,
                        noVarySearch)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    boolean obeys(RequestDirective directive) {
        return obeyed.contains(directive);
    }

    /** Builds settings. Not thread-safe. */
    public static final class Builder {
        private final Profile profile;
        private String name = "larder";
        private boolean keyShown;
        private List<String> targets = List.of("Larder-Cache-Control", "CDN-Cache-Control");
        private double heuristicFraction;
        private Duration heuristicLimit = Duration.ofDays(1);
        private boolean apparentAge = true;
        private final Set<RequestDirective> obeyed =
                EnumSet.of(RequestDirective.NO_STORE, RequestDirective.MAX_STALE, RequestDirective.STALE_IF_ERROR);
        private boolean negative = true;
        private boolean errors;
        private boolean partial;
        private boolean setCookie;
        private Duration keptForValidation = Duration.ofHours(1);
        private Duration staleWhenDisconnected = Duration.ZERO;
        private boolean encodingHandled;
        private final Map<String, UnaryOperator<String>> normalisers = new TreeMap<>();
        private int maxRanges = 16;
        private List<String> tagFields = List.of("Surrogate-Key", "Cache-Tag");
        private int maxTags = Tags.MOST;
        private int maxTagLength = 256;
        private LifeRules lives = LifeRules.NONE;
        private List<Coding> codings = List.of(Coding.values());
        private int codingMinimum = 1 << 10;
        private int queryBytes = 1 << 14;
        private boolean noVarySearch = true;

        private Builder(Profile profile) {
            this.profile = profile;
            if (profile == Profile.RFC) {
                heuristicFraction = 0.1;
                obeyed.addAll(EnumSet.allOf(RequestDirective.class));
                errors = true;
                partial = true;
                setCookie = true;
                staleWhenDisconnected = Duration.ofDays(1);
            }
        }

        /**
         * Sets how the cache calls itself in {@code Cache-Status}, and whether it shows its keys there.
         *
         * @throws IllegalArgumentException if the name has other than visible ASCII characters and spaces
         */
        public Builder name(String name, boolean keyShown) {
            if (!name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalArgumentException(
                        "the name of the cache may have visible ASCII characters and spaces only");
            }
            this.name = name;
            this.keyShown = keyShown;
            return this;
        }

        /** Sets the fields that stand before {@code Cache-Control}, the most applicable first. */
        public Builder targets(String... fields) {
            targets = List.of(fields);
            return this;
        }

        /**
         * Sets which share of the time since {@code Last-Modified} a response without explicit freshness is fresh for, and the most.
         *
         * @throws IllegalArgumentException if the fraction is not from 0 to 1
         */
        public Builder heuristics(double fraction, Duration limit) {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("the fraction of heuristic freshness has to be from 0 to 1");
            }
            heuristicFraction = fraction;
            heuristicLimit = notNegative(limit, "the limit of heuristic freshness");
            return this;
        }

        /** Sets whether {@code Date} and this clock count for the age. */
        public Builder apparentAge(boolean counts) {
            apparentAge = counts;
            return this;
        }

        /** Sets what clients may ask for. */
        public Builder obeyed(Set<RequestDirective> directives) {
            obeyed.clear();
            obeyed.addAll(directives);
            return this;
        }

        /** Sets whether 404, 410 and 451 are stored, and whether other errors are. */
        public Builder failures(boolean negative, boolean errors) {
            this.negative = negative;
            this.errors = errors;
            return this;
        }

        /** Sets whether parts are stored and combined. */
        public Builder partial(boolean stored) {
            partial = stored;
            return this;
        }

        /** Sets whether responses with {@code Set-Cookie} are stored. */
        public Builder setCookie(boolean stored) {
            setCookie = stored;
            return this;
        }

        /** Sets how long what has a validator is kept after it is stale. */
        public Builder keptForValidation(Duration time) {
            keptForValidation = notNegative(time, "the time that stale responses are kept");
            return this;
        }

        /** Sets how long a stale response may be served while the origin cannot be reached. */
        public Builder staleWhenDisconnected(Duration time) {
            staleWhenDisconnected = notNegative(time, "the time that stale responses are served");
            return this;
        }

        /** Sets whether the cache itself negotiates content codings. */
        public Builder encodingHandled(boolean handled) {
            encodingHandled = handled;
            return this;
        }

        /** Sets the form of a selecting field. */
        public Builder normaliser(String field, UnaryOperator<String> form) {
            normalisers.put(field.toLowerCase(Locale.ROOT), form);
            return this;
        }

        /**
         * Sets how many ranges a request may ask for.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxRanges(int ranges) {
            maxRanges = notNegative(ranges, "the number of ranges");
            return this;
        }

        /**
         * Sets where tags come from, how many a response may have that is stored, and how long they may be.
         *
         * @throws IllegalArgumentException if a limit is negative
         */
        public Builder tags(List<String> fields, int maxTags, int maxTagLength) {
            tagFields = List.copyOf(fields);
            this.maxTags = notNegative(maxTags, "the number of tags");
            this.maxTagLength = notNegative(maxTagLength, "the length of tags");
            return this;
        }

        /**
         * Sets how many tags a response may have that is stored.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxTags(int count) {
            maxTags = notNegative(count, "the number of tags");
            return this;
        }

        /** Sets how long responses are used that do not say so. */
        public Builder lives(LifeRules rules) {
            lives = rules;
            return this;
        }

        /**
         * Sets in which codings stored content is sent where a client likes that, the best first, and how long it has to be. Takes effect where
         * the cache negotiates them: see {@link #encodingHandled}.
         *
         * @throws IllegalArgumentException if the length is negative
         */
        public Builder codings(List<Coding> codings, int minimum) {
            this.codings = List.copyOf(codings);
            codingMinimum = notNegative(minimum, "the least length of content in a coding");
            return this;
        }

        /**
         * Sets how long the content of a QUERY may be that is answered from the store.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder queryBytes(int bytes) {
            queryBytes = notNegative(bytes, "the length of a QUERY");
            return this;
        }

        /** Sets whether {@code No-Vary-Search} of a response counts: whether parameters that it names select nothing. */
        public Builder noVarySearch(boolean counts) {
            noVarySearch = counts;
            return this;
        }

        private static Duration notNegative(Duration time, String what) {
            if (time.isNegative()) {
                throw new IllegalArgumentException(what + " must not be negative");
            }
            return time;
        }

        private static int notNegative(int number, String what) {
            if (number < 0) {
                throw new IllegalArgumentException(what + " must not be negative");
            }
            return number;
        }

        /** Builds. */
        public CacheSettings build() {
            return new CacheSettings(
                    profile,
                    name,
                    keyShown,
                    targets,
                    heuristicFraction,
                    heuristicLimit,
                    apparentAge,
                    Set.copyOf(obeyed),
                    negative,
                    errors,
                    partial,
                    setCookie,
                    keptForValidation,
                    staleWhenDisconnected,
                    encodingHandled,
                    Map.copyOf(normalisers),
                    maxRanges,
                    tagFields,
                    maxTags,
                    maxTagLength,
                    lives,
                    codings,
                    codingMinimum,
                    queryBytes,
                    noVarySearch);
        }
    }
}
