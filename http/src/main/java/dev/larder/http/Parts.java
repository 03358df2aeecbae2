package dev.larder.http;

import dev.larder.http.decision.ByteRange;
import dev.larder.http.decision.Combining;
import dev.larder.http.decision.Coverage;
import dev.larder.http.decision.Exchange;
import dev.larder.http.decision.Stored;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of parts of a representation: one range behind the other, in the order of their coverage. */
final class Parts {

    private Parts() {}

    /** Several parts as one, or the whole. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Joined(Stored stored, byte[] content) {}

    /** Joins a part with what is stored; null if that is of another representation, or they are too long together. */
    static @Nullable Joined joined(
            Kept.Response before, Asked asked, ResponseHead part, ByteRange range, byte[] bytes, Exchange times) {
        Coverage old = before.stored().coverage();
        if (old == null
                || !(Combining.of(before.stored(), asked.ruling().request(), part, times, asked.settings())
                        instanceof Combining.Combine combine)) {
            return null;
        }
        Coverage both = combine.stored().coverage();
        List<ByteRange> joined = both == null ? List.of(new ByteRange(0, old.length() - 1)) : both.ranges();
        return length(joined) > asked.route().maxContent()
                ? null
                : new Joined(combine.stored(), join(old, before.content(), range, bytes, joined));
    }

    private static long length(List<ByteRange> ranges) {
        return ranges.stream().mapToLong(ByteRange::length).sum();
    }

    /**
     * Returns bytes that are stored.
     *
     * @param coverage which are stored; null if all are
     */
    static ByteBuffer slice(@Nullable Coverage coverage, byte[] content, ByteRange wanted) {
        if (coverage == null) {
            return ByteBuffer.wrap(content, (int) wanted.first(), (int) wanted.length());
        }
        long at = 0;
        for (ByteRange range : coverage.ranges()) {
            if (range.first() <= wanted.first() && wanted.last() <= range.last()) {
                return ByteBuffer.wrap(content, (int) (at + wanted.first() - range.first()), (int) wanted.length());
            }
            at += range.length();
        }
        throw new IllegalArgumentException("bytes that are not stored");
    }

    /**
     * Returns the bytes of two parts as one.
     *
     * @param joined which bytes there are then, in order; the length of one range for all
     */
    static byte[] join(Coverage before, byte[] content, ByteRange range, byte[] added, List<ByteRange> joined) {
        byte[] all = new byte[(int) length(joined)];
        long from = 0;
        for (ByteRange old : before.ranges()) {
            System.arraycopy(content, (int) from, all, offset(joined, old), (int) old.length());
            from += old.length();
        }
        System.arraycopy(added, 0, all, offset(joined, range), added.length);
        return all;
    }

    private static int offset(List<ByteRange> joined, ByteRange part) {
        long at = 0;
        for (ByteRange range : joined) {
            if (range.first() <= part.first() && part.last() <= range.last()) {
                return (int) (at + part.first() - range.first());
            }
            at += range.length();
        }
        throw new IllegalArgumentException("bytes that are not covered");
    }
}
