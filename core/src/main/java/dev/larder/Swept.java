package dev.larder;

/**
 * How far a {@link Sweep} has come, or has come at the end.
 *
 * @param keys keys of the cache that were met; one may be met twice
 * @param fitting those of them that fit: entries, and markers of loads under way
 * @param hashed those that fit only because nobody can tell
 * @param standstills how often Redis could not be asked and the same was tried again
 * @param ended whether it has come to its end
 */
public record Swept(long keys, long fitting, long hashed, long standstills, boolean ended) {

    /** Nothing yet. */
    public static final Swept NONE = new Swept(0, 0, 0, 0, false);

    Swept and(long moreKeys, long moreFitting, long moreHashed) {
        return new Swept(keys + moreKeys, fitting + moreFitting, hashed + moreHashed, standstills, ended);
    }

    Swept andStandstill() {
        return new Swept(keys, fitting, hashed, standstills + 1, ended);
    }

    Swept atEnd() {
        return new Swept(keys, fitting, hashed, standstills, true);
    }
}
