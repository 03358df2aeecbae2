package dev.larder.near;

import org.jspecify.annotations.Nullable;

/**
 * What every near hit reads of its entry. The fields of a superclass come first in an object, so these lie next to its
 * header, mostly in the same line of the processor's cache; all others of {@link NearEntry} stay out of it.
 *
 * @param <V> type of the value
 */
abstract class HitFields<V> {

    /** Not published yet. */
    static final long EMPTY = -1;

    @Nullable
    V value;

    /** {@link System#nanoTime()} at which to think of refreshing the value. */
    volatile long refreshAt;

    /** {@link System#nanoTime()} at which the eviction policy was last told of a read. Races only tell it twice. */
    long notedAt = System.nanoTime() - NearTier.NOTE_NANOS;

    /** A constant of {@link NearEntry}, or the number of retirements at which the tags were found current. */
    volatile long state = EMPTY;
}
