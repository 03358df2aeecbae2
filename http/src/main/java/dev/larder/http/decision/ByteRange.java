package dev.larder.http.decision;

/**
 * Bytes of a representation.
 *
 * @param first the position of the first
 * @param last the position of the last, not smaller than {@code first}
 */
public record ByteRange(long first, long last) implements Comparable<ByteRange> {

    /** Checks that it is not empty. */
    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("a range of bytes has to have a byte");
        }
    }

    /** Returns how many bytes these are. */
    public long length() {
        return last - first + 1;
    }

    boolean contains(ByteRange other) {
        return first <= other.first && other.last <= last;
    }

    /** Returns whether both overlap, or one begins where the other ends. */
    boolean touches(ByteRange other) {
        return first <= other.last + 1 && other.first <= last + 1;
    }

    ByteRange and(ByteRange other) {
        return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
    }

    @Override
    public int compareTo(ByteRange other) {
        int byFirst = Long.compare(first, other.first);
        return byFirst != 0 ? byFirst : Long.compare(last, other.last);
    }
}
