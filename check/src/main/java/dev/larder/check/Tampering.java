package dev.larder.check;

import dev.larder.check.Loot.Find;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A kind of attack on an entry, and how the cache has to answer it. */
@SuppressWarnings("ImmutableEnumChecker") // functions of their arguments alone
enum Tampering {
    BIT_FLIPPED((loot, key, turn, random) -> Forgery.flipBit(loot.now(key), random)),
    BYTE_OVERWRITTEN((loot, key, turn, random) -> Forgery.overwriteByte(loot.now(key), random)),
    BYTES_OVERWRITTEN((loot, key, turn, random) -> Forgery.overwriteBytes(loot.now(key), random)),
    BLOCK_OVERWRITTEN((loot, key, turn, random) -> Forgery.overwriteBlock(loot.now(key), random)),
    TRUNCATED((loot, key, turn, random) -> Forgery.truncate(loot.now(key), turn), "TRUNCATED", "CORRUPT", "FORGED"),
    EXTENDED((loot, key, turn, random) -> Forgery.extend(loot.now(key), random), "FORGED", "CORRUPT"),
    MOVED_FROM_OTHER_KEY(
            (loot, key, turn, random) -> loot.now((key + random.nextInt(1, loot.keys())) % loot.keys()),
            "FORGED",
            "CORRUPT"),
    SWAPPED_WITH_OTHER_KEY((loot, key, turn, random) -> loot.now(key ^ 1), "FORGED", "CORRUPT"),
    MOVED_FROM_OTHER_CACHE((loot, key, turn, random) -> loot.get(Find.OTHER_CACHE, key), "FORGED", "CORRUPT"),
    MOVED_FROM_OTHER_NAMESPACE((loot, key, turn, random) -> loot.get(Find.OTHER_NAMESPACE, key), "FORGED", "CORRUPT"),
    VALUE_OF_OTHER_KEY(
            (loot, key, turn, random) ->
                    Forgery.join(loot.now(key), loot.now((key + random.nextInt(1, loot.keys())) % loot.keys())),
            "FORGED"),
    OLDER_VALUE_IN_NEWER_HEADER(
            (loot, key, turn, random) -> Forgery.join(loot.now(key), loot.get(Find.OLDER, key)), "FORGED"),
    NEWER_VALUE_IN_OLDER_HEADER(
            (loot, key, turn, random) -> Forgery.join(loot.get(Find.OLDER, key), loot.now(key)), "FORGED"),
    BOXES_MIXED(
            (loot, key, turn, random) -> Forgery.mixBoxes(loot.now(key), loot.get(Find.OLDER, key), random), "FORGED"),
    RESURRECTED_BY_NEWER_STAMP(
            (loot, key, turn, random) -> Forgery.patchStamp(loot.get(Find.OLDER, key), loot.now(key)), "FORGED"),
    OTHER_KEYSET((loot, key, turn, random) -> loot.get(Find.OTHER_KEYSET, key), "KEY_ID"),
    OTHER_KEYSET_UNDER_OUR_NUMBER(
            (loot, key, turn, random) -> Forgery.renumber(loot.get(Find.OTHER_KEYSET, key), loot.now(key)), "FORGED"),
    DOWNGRADED_TO_CLEAR_TEXT((loot, key, turn, random) -> loot.get(Find.UNSEALED, key), "UNSEALED"),
    SEAL_FLAG_CLEARED((loot, key, turn, random) -> Forgery.unseal(loot.now(key), loot.name(key)), "UNSEALED"),
    CLEAR_TEXT_CALLED_SEALED(
            (loot, key, turn, random) -> Forgery.flags(loot.get(Find.UNSEALED, key), Anatomy.SEALED),
            "FORGED",
            "KEY_ID"),
    OTHER_FORM((loot, key, turn, random) -> Forgery.otherForm(loot.now(key), random), "FOREIGN", "KIND"),
    UNKNOWN_FLAGS((loot, key, turn, random) -> Forgery.flags(loot.now(key), 16 << random.nextInt(4)), "FLAGS"),
    /** One of them moves the place where the seal is looked for: by chance, what is there looks like one of another key. */
    KNOWN_FLAGS(
            (loot, key, turn, random) -> Forgery.flags(loot.now(key), new int[] {1, 2, 8}[random.nextInt(3)]),
            "FORGED",
            "CORRUPT",
            "KEY_ID"),
    OTHER_SCHEMA((loot, key, turn, random) -> loot.get(Find.OTHER_SCHEMA, key), "SCHEMA"),
    OTHER_FORMAT((loot, key, turn, random) -> loot.get(Find.OTHER_FORMAT, key), "SCHEMA"),
    OTHER_SCHEMA_UNDER_OUR_FINGERPRINT(
            (loot, key, turn, random) -> Forgery.patchSchema(
                    loot.get(random.nextBoolean() ? Find.OTHER_SCHEMA : Find.OTHER_FORMAT, key), loot.now(key)),
            "FORGED"),
    TIMES_FORGED((loot, key, turn, random) -> Forgery.time(loot.now(key), random), "FORGED", "CORRUPT"),
    TAGS_FORGED((loot, key, turn, random) -> Forgery.tags(loot.now(key), random), "FORGED"),
    OTHER_DICTIONARY((loot, key, turn, random) -> Forgery.dictionary(loot.now(key), random), "FORGED"),
    LENGTHS_FORGED((loot, key, turn, random) -> Forgery.length(loot.now(key), random), "FORGED", "CORRUPT"),
    BOMB_CLAIMED((loot, key, turn, random) -> Forgery.claim(loot.now(key), random), "FORGED"),
    BOMB_SEALED((loot, key, turn, random) -> bomb(loot.get(Find.BOMB, key)), "OVERSIZED"),
    ODD_MARKER((loot, key, turn, random) -> Forgery.oddMarker(loot.now(key), random), "TRUNCATED", "CORRUPT"),

    /** For entries that are not sealed. */
    FRAME_LARGER_THAN_SAID((loot, key, turn, random) -> Forgery.understate(loot, key, random), "PAYLOAD"),

    /** Outside of seal and checksum by design. */
    ID_CHANGED((loot, key, turn, random) -> Forgery.otherId(loot.now(key), random)),
    EXPIRED_BY_HAND((loot, key, turn, random) -> Forgery.otherKind(loot.now(key))),
    MARKER_FORGED((loot, key, turn, random) -> Forgery.marker(loot.now(key), random));

    /** Makes the bytes that are put under the name of a key; null where the entry has nothing to attack. */
    interface Forger {
        byte @Nullable [] forge(Loot loot, int key, int turn, SplittableRandom random);
    }

    /** What a seal has to withstand. */
    static final List<Tampering> ATTACKS = List.copyOf(EnumSet.range(BIT_FLIPPED, ODD_MARKER));

    /** What a checksum has to notice. */
    static final List<Tampering> ACCIDENTS = List.of(
            BIT_FLIPPED,
            BYTE_OVERWRITTEN,
            BYTES_OVERWRITTEN,
            BLOCK_OVERWRITTEN,
            TRUNCATED,
            EXTENDED,
            MOVED_FROM_OTHER_KEY,
            SWAPPED_WITH_OTHER_KEY,
            MOVED_FROM_OTHER_CACHE,
            MOVED_FROM_OTHER_NAMESPACE,
            FRAME_LARGER_THAN_SAID);

    /** What neither covers: no value may be wrong, but the right one may be answered. */
    static final List<Tampering> OUTSIDE = List.of(ID_CHANGED, EXPIRED_BY_HAND, MARKER_FORGED);

    private final Forger forger;
    private final Set<String> reasons;

    Tampering(Forger forger, String... reasons) {
        this.forger = forger;
        this.reasons = Set.of(reasons);
    }

    /** Bombs that were not compressed are only long, and no bombs. */
    private static byte @Nullable [] bomb(byte[] entry) {
        return Anatomy.of(entry).plainLength() < 0 ? null : entry;
    }

    /**
     * Makes the bytes that are put in the place of an entry. Null where there is nothing to attack, or where chance has made
     * what only those may notice who look at what is outside of the seal.
     */
    byte @Nullable [] forge(Loot loot, int key, int turn, SplittableRandom random) {
        byte[] forged = forger.forge(loot, key, turn, random);
        return forged == null || !OUTSIDE.contains(this) && equivalent(forged, loot.now(key)) ? null : forged;
    }

    /** Whether two entries differ in nothing but their ids and whether they were expired by hand. */
    private static boolean equivalent(byte[] forged, byte[] genuine) {
        return forged.length == genuine.length
                && forged[0] == genuine[0]
                && (forged[Anatomy.KIND] == 1 || forged[Anatomy.KIND] == 2)
                && Arrays.equals(forged, Anatomy.FLAGS, forged.length, genuine, Anatomy.FLAGS, genuine.length);
    }

    /** Whether the entry may be refused for this reason. */
    boolean allows(String reason) {
        return reasons.isEmpty() || reasons.contains(reason);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
