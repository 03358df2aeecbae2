package dev.larder.grounds;

/**
 * An entity that counts its changes.
 *
 * @param <E> the entity itself
 */
public interface Versioned<E> {
    /** Number of the entity. */
    long id();

    /** Number of its changes, from 1. */
    long version();

    /** The same entity with another version. */
    E withVersion(long next);
}
