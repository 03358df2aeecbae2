package dev.larder.session.limit;

import dev.larder.Keyspace;
import dev.larder.crypto.HashSecret;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * The keys that this process has met last: a table of two places for each hash, in which a new one replaces another. Bounded, without
 * locks; a key may be there twice for a moment.
 */
final class Places {

    /** Twelve characters are 72 bits: among 10<sup>9</sup> keys two are one with a probability of 10<sup>-4</sup>. */
    private static final int NAME_CHARS = 12;

    /** The first bits of these choose the bucket. */
    private static final int BUCKET_BYTES = 2;

    /** With the bits of the bucket these are 78 or 80. */
    private static final int ID_BYTES = 8;

    private static final int SHAPE_CHARS = 4;
    private static final String DOMAIN = "limit";

    /** Forms of so many limits are remembered; those of more are made again. */
    private static final int MOST_FORMS = 10_000;

    private final Keyspace keyspace;
    private final HashSecret secret;
    private final LongSupplier clock;
    private final AtomicReferenceArray<Place> table;
    private final Map<Algorithm, Form> forms = new ConcurrentHashMap<>();

    Places(Keyspace keyspace, int size, LongSupplier clock) {
        this.clock = clock;
        this.keyspace = keyspace;
        this.secret = keyspace.secret("limits");
        this.table = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(2, size - 1)) << 1);
    }

    Place find(Limit limit, String key) {
        String kept = KeptKey.of(key);
        int index = index(limit, kept);
        Place first = table.get(index);
        if (first != null && first.is(limit, kept)) {
            return first;
        }
        Place second = table.get(index ^ 1);
        if (second != null && second.is(limit, kept)) {
            return second;
        }
        Place made = make(limit, key, kept);
        table.set(index, made);
        if (first != null) {
            table.set(index ^ 1, first);
        }
        return made;
    }

    private int index(Limit limit, String key) {
        int hash = (limit.name().hashCode() * 31 + key.hashCode()) * 0x9E3779B9;
        return (hash ^ hash >>> 16) & table.length() - 1;
    }

    private Place make(Limit limit, String key, String kept) {
        Form form = forms.get(limit.algorithm());
        if (form == null) {
            form = Form.of(limit.algorithm());
            if (forms.size() < MOST_FORMS) {
                forms.put(limit.algorithm(), form);
            }
        }
        String hash = secret.hash(DOMAIN, limit.name() + " " + form.shape() + " " + key);
        byte[] bits = Base64.getUrlDecoder().decode(hash);
        byte[] name = keyspace.key(form.bucketBits() > 0 ? bucket(form, bits) : hash.substring(0, NAME_CHARS));
        byte[] id = Arrays.copyOfRange(bits, BUCKET_BYTES, BUCKET_BYTES + ID_BYTES);
        return new Place(limit, kept, form, name, id, keyspace.redis().slot(name), clock.getAsLong());
    }

    /** States that their script has to tell apart by more than their ids lie in buckets of their own. */
    private String bucket(Form form, byte[] bits) {
        int first = (bits[0] & 0xFF) << 8 | bits[1] & 0xFF;
        String number = HexFormat.of().toHexDigits((short) (first >>> Short.SIZE - form.bucketBits()));
        return form.shape().isEmpty()
                ? number
                : number + "." + secret.hash(DOMAIN, form.shape()).substring(0, SHAPE_CHARS);
    }
}
