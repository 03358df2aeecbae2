package dev.larder.far;

import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the keys of all entries of a namespace or of one cache, primary by primary and page by page ({@code scan.lua}). A key that is
 * there from the beginning to the end is met once or more, unless its slot moves meanwhile; leases and dictionaries are met
 * as well.
 *
 * <p>One page at a time: the next one is asked for when the one before has arrived.
 */
public final class Walk {

    private static final byte[] BEGINNING = "0".getBytes(StandardCharsets.US_ASCII);

    private final Redis redis;
    private final byte[] pattern;

    /** A key of each primary that is still to be walked over. */
    private final Deque<byte[]> ways = new ArrayDeque<>();

    private byte[] cursor = BEGINNING;

    Walk(Redis redis, KeyNames names, String pattern) {
        this.redis = redis;
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
        redis.slotOfEachPrimary().forEach(slot -> ways.add(way(names, slot)));
        if (ways.isEmpty()) {
            // Nobody is known to be primary: the first page says so.
            ways.add(names.way(0));
        }
    }

    private byte[] way(KeyNames names, int slot) {
        int hashTag = 0;
        while (redis.slot(names.way(hashTag)) != slot) {
            hashTag++;
        }
        return names.way(hashTag);
    }

    /** Returns whether all pages have arrived. */
    public boolean ended() {
        return ways.isEmpty();
    }

    /**
     * Fetches the next page in one round trip; the same one once more if that failed.
     *
     * @param count about how many keys the server looks at, those of other namespaces included
     * @param reply told once: some keys, or none although there are more, or why nobody could be asked
     */
    public void next(int count, BiConsumer<List<RedisKey>, @Nullable RedisException> reply) {
        byte[] most = Integer.toString(count).getBytes(StandardCharsets.US_ASCII);
        Command<List<byte[]>> page =
                Command.scriptForList(RedisFar.SCAN, List.of(ways.element()), List.of(cursor, pattern, most));
        redis.send(page, new Reply<List<byte[]>>() {
            @Override
            public void onValue(@Nullable List<byte[]> value, boolean tracked) {
                List<RedisKey> keys = new ArrayList<>();
                if (value != null && !value.isEmpty()) {
                    value.subList(1, value.size()).forEach(key -> keys.add(new RedisKey(key)));
                }
                cursor = value == null || value.isEmpty() ? BEGINNING : value.get(0);
                if (Arrays.equals(cursor, BEGINNING)) {
                    ways.remove();
                }
                reply.accept(keys, null);
            }

            @Override
            public void onFailure(RedisException failure) {
                reply.accept(List.of(), failure);
            }
        });
    }
}
