package dev.larder.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The binary form over all its fields: what goes in comes out, and nothing else ever does. */
class EnvelopeProperties {

    /** Characters of one to four bytes in UTF-8. */
    private static final List<String> CHARACTERS = List.of(
            "a", "7", ":", "\\", "?", "\0", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "漢", "\ufffd", "\uffff", "🌱");

    @Property(seed = "11", tries = 500)
    void open_whatWasSealed_isEqual(@ForAll("envelopes") Envelope envelope) {
        assertThat(open(seal(envelope))).isEqualTo(envelope);
    }

    @Property(seed = "12")
    void open_marker_isEqual(@ForAll long id, @ForAll long deadline) {
        assertThat(open(Envelopes.marker(id, deadline))).isEqualTo(new Marker(id, deadline));
    }

    @Property(seed = "13", tries = 2_000)
    void open_randomBytes_isNeverAnEntry(@ForAll @Size(max = 300) byte[] bytes, @ForAll @IntRange(max = 3) int kind) {
        if (bytes.length > 1 && kind > 0) {
            bytes[0] = Layout.MAGIC;
            bytes[1] = (byte) kind;
        }
        assertThat(open(bytes)).isNotInstanceOf(Envelope.class);
    }

    @Property(seed = "14", tries = 500, edgeCases = EdgeCasesMode.NONE)
    void open_oneByteChangedBehindThePrefix_isUnreadable(
            @ForAll("envelopes") Envelope envelope,
            @ForAll @IntRange(min = 1, max = 255) int change,
            @ForAll int place) {
        byte[] bytes = seal(envelope);
        bytes[placeBehindPrefix(bytes, place)] ^= (byte) change;

        assertThat(open(bytes)).isInstanceOf(Unreadable.class);
    }

    @Property(seed = "15", tries = 500, edgeCases = EdgeCasesMode.NONE)
    void open_truncated_isUnreadable(@ForAll("envelopes") Envelope envelope, @ForAll int length) {
        byte[] bytes = seal(envelope);

        assertThat(open(Arrays.copyOf(bytes, Math.floorMod(length, bytes.length))))
                .isInstanceOf(Unreadable.class);
    }

    @Property(seed = "16", tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void open_damagedUnderAValidChecksum_isUnreadableOrHasNoOtherForm(
            @ForAll("envelopes") Envelope envelope,
            @ForAll @Size(min = 1, max = 4) List<Integer> places,
            @ForAll byte value,
            @ForAll @IntRange(max = 1) int cut) {
        byte[] bytes = seal(envelope);
        places.forEach(place -> bytes[placeBehindPrefix(bytes, place)] = value);
        byte[] forged = Forged.withChecksum(Arrays.copyOf(bytes, bytes.length - cut), Golden.NAME);

        if (open(forged) instanceof Envelope opened) {
            assertThat(seal(opened)).isEqualTo(forged);
        }
    }

    private static int placeBehindPrefix(byte[] bytes, int place) {
        return Envelopes.PREFIX_LENGTH + Math.floorMod(place, bytes.length - Envelopes.PREFIX_LENGTH);
    }

    private static byte[] seal(Envelope envelope) {
        return Envelopes.seal(envelope, Golden.NAME, null, 0);
    }

    private static Opened open(byte[] bytes) {
        return Envelopes.open(bytes, Golden.NAME, null, false);
    }

    @Provide
    Arbitrary<Envelope> envelopes() {
        Arbitrary<long[]> times = Arbitraries.longs()
                .between(0, Layout.MOST_TIME / 3)
                .array(long[].class)
                .ofSize(4);
        Arbitrary<long[]> numbers = Arbitraries.longs().array(long[].class).ofSize(3);
        Arbitrary<boolean[]> flags =
                Arbitraries.of(true, false).array(boolean[].class).ofSize(2);
        Arbitrary<List<String>> tags = text(40).list().ofMaxSize(8).withoutEdgeCases();
        Arbitrary<Packing> packings = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers(),
                        Arbitraries.integers().greaterOrEqual(0))
                .as((compressed, dictionary, length) ->
                        compressed ? Packing.compressed(dictionary, length) : Packing.PLAIN);
        Arbitrary<Slice> payloads = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(20_000)
                .map(Slice::of)
                .withoutEdgeCases();
        return Combinators.combine(times, numbers, flags, Arbitraries.integers(), tags, packings, payloads)
                .as((t, n, f, loadMicros, names, packing, payload) -> new Envelope(
                        n[0],
                        f[0],
                        f[1],
                        t[0],
                        t[0] + t[1],
                        t[0] + t[1] + t[2],
                        t[3],
                        loadMicros,
                        (int) n[1],
                        n[2],
                        names,
                        f[1] ? Packing.PLAIN : packing,
                        f[1] ? Slice.EMPTY : payload));
    }

    private static Arbitrary<String> text(int maxLength) {
        return Arbitraries.of(CHARACTERS)
                .list()
                .ofMaxSize(maxLength)
                .map(parts -> String.join("", parts))
                .withoutEdgeCases();
    }
}
