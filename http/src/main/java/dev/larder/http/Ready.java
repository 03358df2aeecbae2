package dev.larder.http;

import dev.larder.http.message.ResponseHead;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The head that a stored response has for all who ask for nothing special: the same until a second turns, so it is made once a second. What is
 * written of one response is for the rules of one route, which are part of its key. Thread-safe.
 */
final class Ready {

    private record Made(long age, long ttl, ResponseHead head) {}

    private volatile @Nullable Made last;

    /**
     * Returns the head, made anew if it is that of another second.
     *
     * @param age in seconds
     * @param ttl in seconds
     */
    ResponseHead head(long age, long ttl, Supplier<ResponseHead> make) {
        Made made = last;
        if (made == null || made.age != age || made.ttl != ttl) {
            made = new Made(age, ttl, make.get());
            last = made;
        }
        return made.head;
    }
}
