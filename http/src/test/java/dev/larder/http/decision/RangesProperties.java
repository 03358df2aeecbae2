package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ranges of bytes against sets of single bytes. */
class RangesProperties {

    private static final int LENGTH = 40;

    /** What is stored is the union of the parts, without overlaps, in order. */
    @Property(seed = "51")
    void coverage_anyParts_isTheirUnion(@ForAll("parts") List<ByteRange> parts) {
        Coverage coverage = Coverage.of(parts.get(0), LENGTH);
        for (ByteRange part : parts) {
            coverage = coverage.with(part);
        }
        BitSet expected = bits(parts);
        assertThat(bits(coverage.ranges())).isEqualTo(expected);
        assertThat(coverage.isComplete()).isEqualTo(expected.cardinality() == LENGTH);
        for (int i = 1; i < coverage.ranges().size(); i++) {
            assertThat(coverage.ranges().get(i).first())
                    .isGreaterThan(coverage.ranges().get(i - 1).last() + 1);
        }
    }

    /** Bytes are stored if each of them is. */
    @Property(seed = "52")
    void contains_anyRange_isWhetherEachByteIs(
            @ForAll("parts") List<ByteRange> parts, @ForAll("part") ByteRange wanted) {
        Coverage coverage = Coverage.of(parts.get(0), LENGTH);
        for (ByteRange part : parts) {
            coverage = coverage.with(part);
        }
        BitSet bits = bits(parts);
        boolean expected = bits.nextClearBit((int) wanted.first()) > wanted.last();
        assertThat(coverage.contains(wanted)).isEqualTo(expected);
    }

    /** A request gets each byte that it asks for, once. */
    @Property(seed = "53")
    void parse_anyRanges_areTheirUnionOnce(@ForAll("parts") List<ByteRange> parts) {
        StringBuilder value = new StringBuilder("bytes=");
        parts.forEach(part ->
                value.append(part.first()).append('-').append(part.last()).append(','));
        Ranges ranges = Ranges.parse(value.toString(), LENGTH, 10);
        assertThat(ranges).isInstanceOf(Ranges.Some.class);
        List<ByteRange> some = ((Ranges.Some) ranges).ranges();
        assertThat(bits(some)).isEqualTo(bits(parts));
        assertThat(some.stream().mapToLong(ByteRange::length).sum())
                .isEqualTo(bits(parts).cardinality());
    }

    private static BitSet bits(List<ByteRange> ranges) {
        BitSet bits = new BitSet();
        ranges.forEach(range -> bits.set((int) range.first(), (int) range.last() + 1));
        return bits;
    }

    @Provide
    Arbitrary<ByteRange> part() {
        Arbitrary<Integer> position = Arbitraries.integers().between(0, LENGTH - 1);
        return Combinators.combine(position, position).as((a, b) -> new ByteRange(Math.min(a, b), Math.max(a, b)));
    }

    @Provide
    Arbitrary<List<ByteRange>> parts() {
        Arbitrary<ByteRange> small = Combinators.combine(
                        Arbitraries.integers().between(0, LENGTH - 1),
                        Arbitraries.integers().between(0, 6))
                .as((first, more) -> new ByteRange(first, Math.min(LENGTH - 1, first + more)));
        return small.list().ofMinSize(1).ofMaxSize(10);
    }
}
