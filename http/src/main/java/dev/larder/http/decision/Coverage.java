package dev.larder.http.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which bytes of a representation are stored.
 *
 * @param ranges in order, with gaps between them
 * @param length how many bytes the representation has
 */
public record Coverage(List<ByteRange> ranges, long length) {

    static Coverage of(ByteRange range, long length) {
        return new Coverage(List.of(range), length);
    }

    /** Returns these and others, joined where they touch. */
    Coverage with(ByteRange added) {
        TreeSet<ByteRange> all = new TreeSet<>(ranges);
        all.add(added);
        List<ByteRange> joined = new ArrayList<>();
        for (ByteRange range : all) {
            int end = joined.size() - 1;
            if (end >= 0 && joined.get(end).touches(range)) {
                joined.set(end, joined.get(end).and(range));
            } else {
                joined.add(range);
            }
        }
        return new Coverage(List.copyOf(joined), length);
    }

    /** Returns whether all these bytes are stored. */
    boolean contains(ByteRange wanted) {
        return ranges.stream().anyMatch(range -> range.contains(wanted));
    }

    /** Returns whether every byte is stored. */
    public boolean isComplete() {
        return ranges.size() == 1 && ranges.get(0).length() == length;
    }
}
