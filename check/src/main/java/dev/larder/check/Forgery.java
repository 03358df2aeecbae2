package dev.larder.check;

import dev.larder.check.Loot.Find;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Ways of changing the bytes of an entry. All are pure; none gives back what it was given, but by chance. */
final class Forgery {

    private static final byte[] JUNK =
            "{\"key\":1,\"version\":9,\"text\":\"plain\"}".getBytes(StandardCharsets.US_ASCII);

    /** How the stream of a serialised Java object begins. */
    private static final byte[] JAVA_OBJECT = {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r', 0, 4, 'E', 'v', 'i', 'l'};

    /** How a frame of Zstandard begins. */
    private static final byte[] FRAME = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x24, 2, 0x11, 0, 0, 'h', 'i'};

    private Forgery() {}

    /** A place that is neither the id nor, by design, outside of the seal or the checksum. */
    private static int place(byte[] entry, SplittableRandom random) {
        int place = random.nextInt(entry.length - (Anatomy.FLAGS - Anatomy.ID));
        return place < Anatomy.ID ? place : place + Anatomy.FLAGS - Anatomy.ID;
    }

    static byte[] flipBit(byte[] entry, SplittableRandom random) {
        entry[place(entry, random)] ^= (byte) (1 << random.nextInt(8));
        return entry;
    }

    static byte[] overwriteByte(byte[] entry, SplittableRandom random) {
        entry[place(entry, random)] = (byte) random.nextInt(256);
        return entry;
    }

    static byte[] overwriteBytes(byte[] entry, SplittableRandom random) {
        for (int left = random.nextInt(2, 17); left > 0; left--) {
            overwriteByte(entry, random);
        }
        return entry;
    }

    /** Overwrites what lies together, by zeros, ones or anything. */
    static byte[] overwriteBlock(byte[] entry, SplittableRandom random) {
        int from = random.nextInt(Anatomy.FLAGS, entry.length);
        int to = random.nextInt(from, entry.length) + 1;
        int what = random.nextInt(3);
        for (int i = from; i < to; i++) {
            entry[i] = what == 0 ? 0 : what == 1 ? (byte) 0xff : (byte) random.nextInt(256);
        }
        return entry;
    }

    /** Every length from none on, one after the other. */
    static byte[] truncate(byte[] entry, int turn) {
        return Arrays.copyOf(entry, turn % entry.length);
    }

    static byte[] extend(byte[] entry, SplittableRandom random) {
        byte[] more = new byte[random.nextInt(1, 40)];
        if (random.nextBoolean()) {
            random.nextBytes(more);
        }
        return Anatomy.splice(entry, entry.length, entry.length, more);
    }

    /** The header of one entry before the payload of another. */
    static byte[] join(byte[] headerOf, byte[] boxOf) {
        int header = Anatomy.of(headerOf).payload();
        int box = Anatomy.of(boxOf).payload();
        return Anatomy.splice(headerOf, header, headerOf.length, Arrays.copyOfRange(boxOf, box, boxOf.length));
    }

    /** The nonce, or the authentication tag, of one sealed value with the rest of another. */
    static byte[] mixBoxes(byte[] entry, byte[] other, SplittableRandom random) {
        int box = Anatomy.of(entry).payload() + 1 + Anatomy.KEY_NUMBER;
        int otherBox = Anatomy.of(other).payload() + 1 + Anatomy.KEY_NUMBER;
        if (random.nextBoolean()) {
            System.arraycopy(other, otherBox, entry, box, 12);
        } else {
            System.arraycopy(other, other.length - 16, entry, entry.length - 16, 16);
        }
        return entry;
    }

    /** A box of other keys that says that it is of ours. */
    static byte[] renumber(byte[] alien, byte[] ours) {
        int from = Anatomy.of(ours).payload() + 1;
        System.arraycopy(ours, from, alien, Anatomy.of(alien).payload() + 1, Anatomy.KEY_NUMBER);
        return alien;
    }

    static byte[] flags(byte[] entry, int flip) {
        entry[Anatomy.FLAGS] ^= (byte) flip;
        return entry;
    }

    /** Says that what is sealed is not, with a right checksum. */
    static byte[] unseal(byte[] entry, String name) {
        return Anatomy.checked(flags(entry, Anatomy.SEALED), name);
    }

    /** Other magic, other kinds, and what is no entry at all. */
    static byte[] otherForm(byte[] entry, SplittableRandom random) {
        switch (random.nextInt(5)) {
            case 0 -> entry[0] = (byte) (entry[0] + random.nextInt(1, 256));
            case 1 -> {
                int kind = random.nextInt(4, 257);
                entry[Anatomy.KIND] = (byte) (kind == 256 ? 0 : kind);
            }
            case 2 -> {
                return JUNK.clone();
            }
            case 3 -> {
                return JAVA_OBJECT.clone();
            }
            default -> {
                return FRAME.clone();
            }
        }
        return entry;
    }

    /** A field of one header, taken from another: the fingerprint of the schema, or the stamp of the tags. */
    static byte[] patchSchema(byte[] entry, byte[] from) {
        System.arraycopy(
                from, Anatomy.of(from).schema(), entry, Anatomy.of(entry).schema(), Anatomy.SCHEMA);
        return entry;
    }

    static byte[] patchStamp(byte[] entry, byte[] from) {
        System.arraycopy(
                from, Anatomy.of(from).stamp(), entry, Anatomy.of(entry).stamp(), Long.BYTES);
        return entry;
    }

    /** Made later, or to live longer, than it was. */
    static byte[] time(byte[] entry, SplittableRandom random) {
        if (random.nextBoolean()) {
            entry[Anatomy.TIMES - 1 - random.nextInt(4)] += (byte) random.nextInt(1, 128);
            return entry;
        }
        int at = Anatomy.of(entry).varints().get(random.nextInt(4));
        long value = Anatomy.varint(entry, at) + random.nextLong(1, 1L << 30);
        return Anatomy.splice(entry, at, Anatomy.after(entry, at), Anatomy.varintOf(value));
    }

    /** Without its tags, or with one more. */
    static byte @Nullable [] tags(byte[] entry, SplittableRandom random) {
        Anatomy anatomy = Anatomy.of(entry);
        long count = Anatomy.varint(entry, anatomy.tags());
        int first = Anatomy.after(entry, anatomy.tags());
        if (random.nextBoolean()) {
            int end = anatomy.dictionary() < 0 ? anatomy.payload() : anatomy.dictionary();
            return count == 0 ? null : Anatomy.splice(entry, anatomy.tags(), end, new byte[] {0});
        }
        byte[] tag = {(byte) 5, 't', 'a', 'g', ':', (byte) random.nextInt('a', 'z')};
        byte[] longer = Anatomy.splice(entry, first, first, tag);
        return Anatomy.splice(longer, anatomy.tags(), first, Anatomy.varintOf(count + 1));
    }

    static byte @Nullable [] dictionary(byte[] entry, SplittableRandom random) {
        int at = Anatomy.of(entry).dictionary();
        if (at < 0) {
            return null;
        }
        for (int i = 0; i < Integer.BYTES; i++) {
            entry[at + i] = (byte) random.nextInt(256);
        }
        return entry;
    }

    /** Lengths and numbers that are longer than they need be, huge, or nothing. */
    static byte[] length(byte[] entry, SplittableRandom random) {
        Anatomy anatomy = Anatomy.of(entry);
        int which = random.nextInt(anatomy.plainLength() < 0 ? 5 : 6);
        int at = which < 4 ? anatomy.varints().get(which) : which == 4 ? anatomy.tags() : anatomy.plainLength();
        int end = Anatomy.after(entry, at);
        byte[] by = switch (random.nextInt(4)) {
            case 0 -> {
                byte[] padded = Arrays.copyOf(Arrays.copyOfRange(entry, at, end), end - at + 1);
                padded[end - at - 1] |= (byte) 0x80;
                yield padded;
            }
            case 1 -> Anatomy.varintOf(Integer.MAX_VALUE - random.nextInt(9));
            case 2 -> Anatomy.varintOf(Long.MAX_VALUE - random.nextInt(9));
            default -> new byte[] {0};
        };
        return Anatomy.splice(entry, at, end, by);
    }

    /** A frame that says to unpack to much more than an entry may have. */
    static byte @Nullable [] claim(byte[] entry, SplittableRandom random) {
        int at = Anatomy.of(entry).plainLength();
        return at < 0
                ? null
                : Anatomy.splice(
                        entry,
                        at,
                        Anatomy.after(entry, at),
                        Anatomy.varintOf(random.nextLong(1 << 20, Integer.MAX_VALUE)));
    }

    /** A frame that unpacks to much more than its entry says, in clear text and with a right checksum. */
    static byte @Nullable [] understate(Loot loot, int key, SplittableRandom random) {
        byte[] bomb = loot.get(Find.BOMB, key);
        int at = Anatomy.of(bomb).plainLength();
        if (at < 0) {
            return null;
        }
        byte[] small = Anatomy.splice(bomb, at, Anatomy.after(bomb, at), Anatomy.varintOf(random.nextInt(1, 10_000)));
        return Anatomy.checked(Arrays.copyOf(small, small.length - Anatomy.CHECKSUM), loot.name(key));
    }

    /** A marker of a lease that is too long or too short. */
    static byte[] oddMarker(byte[] entry, SplittableRandom random) {
        byte[] marker = marker(entry, random);
        int length = random.nextInt(2, 40);
        return Arrays.copyOf(marker, length == marker.length ? length + 1 : length);
    }

    /** A marker of a lease as Larder writes it, of another id, whose deadline is a minute after the entry or long ago. */
    static byte[] marker(byte[] entry, SplittableRandom random) {
        ByteBuffer in = ByteBuffer.wrap(entry);
        long created = (in.getShort(Anatomy.CREATED) & 0xffffL) << 32
                | Integer.toUnsignedLong(in.getInt(Anatomy.CREATED + Short.BYTES));
        return ByteBuffer.allocate(Anatomy.FLAGS + Long.BYTES)
                .put((byte) 'L')
                .put((byte) 3)
                .putLong(random.nextLong())
                .putLong(random.nextBoolean() ? created + 60_000 : created / 2)
                .array();
    }

    static byte[] otherId(byte[] entry, SplittableRandom random) {
        entry[Anatomy.ID + random.nextInt(Long.BYTES)] ^= (byte) random.nextInt(1, 256);
        return entry;
    }

    static byte[] otherKind(byte[] entry) {
        entry[Anatomy.KIND] ^= 3;
        return entry;
    }
}
