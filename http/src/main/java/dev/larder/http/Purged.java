package dev.larder.http;

import dev.larder.Delivery;
import java.util.OptionalLong;

/**
 * What a purge has done.
 *
 * @param mode what has become of the responses: {@link Purge.Mode#HARD} also where variants of a URL could not be told one by one,
 *     and where it is journaled
 * @param delivery where it is
 * @param keys how many keys were found and purged one by one; empty where one command reached all of them
 */
public record Purged(Purge.Mode mode, Delivery delivery, OptionalLong keys) {

    Purged and(Purged other) {
        Purge.Mode weaker = mode == Purge.Mode.HARD ? mode : other.mode;
        Delivery later = delivery == Delivery.JOURNALED ? delivery : other.delivery;
        return new Purged(weaker, later, keys.isPresent() ? keys : other.keys);
    }
}
