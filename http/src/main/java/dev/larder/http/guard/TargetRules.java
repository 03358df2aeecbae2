package dev.larder.http.guard;

/**
 * How a target gets its one form. All are of the whole gateway: routes are found by the path in that form.
 *
 * @param length the most characters, before and after
 * @param parameters the most parameters of a query
 * @param mergeSlashes whether several slashes in a row are one
 * @param slashes encoded slashes and backslashes in a path
 * @param delimiters semicolons, encoded or not, encoded hashes and question marks in a path
 * @param encodedTwice an encoded percent sign before two hexadecimal digits in a path
 * @param notUtf8 encoded bytes that are not UTF-8, in path and query
 */
public record TargetRules(
        int length,
        int parameters,
        boolean mergeSlashes,
        Handling slashes,
        Handling delimiters,
        Handling encodedTwice,
        Handling notUtf8) {

    /** 4 KiB, 128 parameters, slashes stay; the rest is refused. */
    public static final TargetRules DEFAULT =
            new TargetRules(4_096, 128, false, Handling.REFUSE, Handling.REFUSE, Handling.REFUSE, Handling.REFUSE);

    /** All that can be kept is kept. */
    public static final TargetRules LENIENT =
            new TargetRules(4_096, 128, false, Handling.KEEP, Handling.KEEP, Handling.KEEP, Handling.KEEP);

    /** Checks. */
    public TargetRules {
        if (length < 1 || parameters < 0) {
            throw new IllegalArgumentException("the limits of a target cannot be negative, its length not 0");
        }
    }

    /** Returns these with slashes merged or not. */
    public TargetRules withMergeSlashes(boolean merge) {
        return new TargetRules(length, parameters, merge, slashes, delimiters, encodedTwice, notUtf8);
    }

    /** Returns these with other limits. */
    public TargetRules withLimits(int mostCharacters, int mostParameters) {
        return new TargetRules(
                mostCharacters, mostParameters, mergeSlashes, slashes, delimiters, encodedTwice, notUtf8);
    }

    /** Returns these with encoded slashes kept or refused. */
    public TargetRules withSlashes(Handling handling) {
        return new TargetRules(length, parameters, mergeSlashes, handling, delimiters, encodedTwice, notUtf8);
    }

    /** Returns these with delimiters kept or refused. */
    public TargetRules withDelimiters(Handling handling) {
        return new TargetRules(length, parameters, mergeSlashes, slashes, handling, encodedTwice, notUtf8);
    }
}
