package dev.larder.http.guard;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of the parameters of a query on a route. There is no way to send a parameter to the origin that is not in the key.
 *
 * @param names names of parameters, decoded; with {@code *} at its end one stands for all that begin so
 * @param listed what becomes of those that are listed
 * @param others what becomes of those that are not
 * @param sorted whether parameters are brought into the order of their names; those of one name keep theirs
 */
public record QueryRules(Set<String> names, Disposition listed, Disposition others, boolean sorted) {

    /** What becomes of a parameter. */
    public enum Disposition {
        /** It is part of the key, and sent. */
        KEY,
        /** It is neither part of the key, nor sent. */
        DROP,
        /** It is sent, and its request has nothing to do with the cache. */
        PASS
    }

    /** What the rules made of a target. */
    public sealed interface Selected {

        /**
         * A target for key and origin.
         *
         * @param target what is left
         */
        record Cached(Target target) implements Selected {}

        /**
         * A target for the origin only: its request is neither answered from the cache, nor is its response stored.
         *
         * @param target all of it but what is dropped
         */
        record Uncached(Target target) implements Selected {}
    }

    /** All parameters are part of the key, in their order. */
    public static final QueryRules ALL = new QueryRules(Set.of(), Disposition.KEY, Disposition.KEY, false);

    /** Copies. */
    public QueryRules {
        names = Set.copyOf(names);
    }

    /** These are part of the key; others are dropped, or make their request pass. */
    public static QueryRules only(Disposition others, String... names) {
        return new QueryRules(Set.of(names), Disposition.KEY, others, false);
    }

    /** These are dropped; all others are part of the key. */
    public static QueryRules without(String... names) {
        return new QueryRules(Set.of(names), Disposition.DROP, Disposition.KEY, false);
    }

    /** Returns these with parameters brought into the order of their names. */
    public QueryRules inOrder() {
        return new QueryRules(names, listed, others, true);
    }

    /** Selects the parameters of a target. */
    public Selected select(Target target) {
        List<Target.Parameter> left = target.parameters().stream()
                .filter(parameter -> disposition(parameter) != Disposition.DROP)
                .toList();
        if (left.stream().anyMatch(parameter -> disposition(parameter) == Disposition.PASS)) {
            return new Selected.Uncached(target.with(left));
        }
        if (sorted) {
            left = left.stream()
                    .sorted(Comparator.comparing(Target.Parameter::name))
                    .toList();
        }
        return new Selected.Cached(target.with(left));
    }

    /** Says all of this in one text, the same in all processes. */
    public String rules() {
        return new TreeSet<>(names) + listed.name() + others.name() + sorted;
    }

    private Disposition disposition(Target.Parameter parameter) {
        String name = parameter.name();
        boolean isListed = names.contains(name);
        for (String pattern : names) {
            isListed |= pattern.endsWith("*") && name.regionMatches(0, pattern, 0, pattern.length() - 1);
        }
        return isListed ? listed : others;
    }
}
