package dev.larder;

import dev.larder.codec.CodecException;
import dev.larder.codec.Sanitiser;
import dev.larder.codec.Serializer;
import dev.larder.compress.Packed;
import dev.larder.compress.Packer;
import dev.larder.crypto.Keyring;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Opened;
import dev.larder.envelope.Packing;
import dev.larder.envelope.Resealed;
import dev.larder.envelope.Slice;
import dev.larder.far.RedisKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one cache travel: serialised, packed, sealed, and back. Decides nothing but that; thread-safe.
 *
 * @param <V> type of the values
 */
final class Payloads<V> {

    private final Serializer<V> serializer;
    private final @Nullable Sanitiser<V> sanitiser;
    private final CachePolicy policy;
    private final Packer packer;
    private final @Nullable Keyring keyring;
    private final boolean sealed;
    private final int schema;

    /**
     * Creates the way of a cache's values.
     *
     * @param keyring opens and makes seals; null without keys
     */
    Payloads(Serializer<V> serializer, CachePolicy policy, @Nullable Keyring keyring) {
        this.serializer = serializer;
        this.sanitiser = serializer instanceof Sanitiser<V> rules ? rules : null;
        this.policy = policy;
        this.keyring = keyring;
        this.sealed = seals(policy, keyring);
        this.packer = new Packer(policy.payload().compresses());
        this.schema = schema(serializer.format(), serializer.fingerprint());
    }

    /** Returns whether what a cache writes is encrypted. */
    static boolean seals(CachePolicy policy, @Nullable Keyring keyring) {
        return keyring != null && policy.payload().encryption() != CachePolicy.Encryption.OFF;
    }

    /** FNV-1a over the name of the format, begun with the fingerprint, and folded. */
    private static int schema(String format, long fingerprint) {
        long hash = fingerprint ^ 0xcbf29ce484222325L;
        for (byte b : format.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return Long.hashCode(hash);
    }

    /** Returns what packs and unpacks. */
    Packer packer() {
        return packer;
    }

    /** Returns what entries of this cache's serialiser carry. */
    int schema() {
        return schema;
    }

    /**
     * Applies the rules to a value from outside.
     *
     * @throws RuntimeException whatever the serialiser throws
     */
    Clean<V> clean(@Nullable V value) {
        if (value == null || sanitiser == null) {
            return new Clean<>(value, null);
        }
        Sanitiser.Sanitised<V> sanitised = sanitiser.sanitise(value);
        return new Clean<>(sanitised.value(), sanitised.bytes());
    }

    /** Takes a value that came from the cache itself, where the rules were applied before. */
    Clean<V> cleanAlready(@Nullable V value) {
        return new Clean<>(value, null);
    }

    /** Returns how many bytes a value has before it is packed. */
    int plainLength(Clean<V> clean) {
        return plain(clean).length;
    }

    private byte[] plain(Clean<V> clean) {
        byte[] bytes = clean.bytes();
        if (bytes != null) {
            return bytes;
        }
        V value = clean.value();
        return value == null ? new byte[0] : serializer.write(value);
    }

    /**
     * Serialises and packs a value.
     *
     * @param neededUntil server time in milliseconds until which it will be in Redis
     * @throws RuntimeException whatever the serialiser throws
     */
    Packed pack(Clean<V> clean, long neededUntil) {
        return clean.value() == null ? new Packed(new byte[0], false, 0, 0) : packer.pack(plain(clean), neededUntil);
    }

    /** Seals an entry for its key in Redis. */
    byte[] seal(Envelope envelope, RedisKey key) {
        return Envelopes.seal(
                envelope, key.bytes(), sealed ? keyring : null, policy.payload().padBytes());
    }

    /** Returns the number of the key that seals now; 0 if values are not sealed. */
    int sealer() {
        return sealed && keyring != null ? keyring.primary() : 0;
    }

    /** Returns whether bytes under a key were sealed by another key than the one that seals now. */
    boolean sealedByAnother(byte[] bytes, RedisKey key) {
        return sealed && keyring != null && Envelopes.reseal(bytes, key.bytes(), keyring) instanceof Resealed.Anew;
    }

    /** Opens what was found under a key. */
    Opened open(byte[] bytes, RedisKey key) {
        return Envelopes.open(bytes, key.bytes(), keyring, sealed);
    }

    /** Returns why an entry cannot be read by this cache, whatever is fetched for it, or null. */
    @Nullable
    String refusal(Envelope envelope) {
        if (envelope.schema() != schema) {
            return "SCHEMA";
        }
        Packing packing = envelope.packing();
        if (packing.compressed() && Packer.unavailable() != null) {
            return "COMPRESSION";
        }
        int length = Math.max(packing.plainLength(), envelope.payload().length());
        return length > policy.maxEntryBytes() ? "OVERSIZED" : null;
    }

    /**
     * Returns the value of an entry that was not refused and whose dictionary is known.
     *
     * @throws RuntimeException whatever the serialiser throws, or if the frame is broken
     */
    V read(Envelope envelope) {
        Slice payload = envelope.payload();
        Packing packing = envelope.packing();
        if (!packing.compressed()) {
            return serializer.read(payload.array(), payload.offset(), payload.length());
        }
        byte[] plain = packer.unpack(
                payload.array(), payload.offset(), payload.length(), packing.plainLength(), packing.dictionary());
        if (plain == null) {
            throw new CodecException("a frame does not hold what its entry says", null);
        }
        return serializer.read(plain, 0, plain.length);
    }
}
