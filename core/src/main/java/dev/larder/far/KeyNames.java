package dev.larder.far;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The names of all keys that Larder has in Redis.
 *
 * <table>
 *   <caption>Keys of the namespace {@code grounds}</caption>
 *   <tr><th>key</th><th>holds</th></tr>
 *   <tr><td>{@code grounds:contracts:{42}}</td><td>an entry, or a lease marker while it is loaded</td></tr>
 *   <tr><td>{@code grounds:contracts:{42}:lease}</td><td>the lease to refresh an entry that stays in place</td></tr>
 *   <tr><td>{@code {grounds}:tag:area:7}</td><td>the version of a tag</td></tr>
 *   <tr><td>{@code {grounds}:cache:contracts}, {@code {grounds}:layer:api},
 *       {@code {grounds}:policy:contracts:1}</td><td>the versions of the tags that every entry has</td></tr>
 *   <tr><td>{@code {grounds}:root}</td><td>a version that changes with every tag</td></tr>
 *   <tr><td>{@code grounds:{contracts}:dict}</td><td>which dictionary new entries of a cache are packed by</td></tr>
 *   <tr><td>{@code grounds:{contracts}:dict:1f3a5c77}</td><td>a dictionary</td></tr>
 *   <tr><td>{@code grounds:{contracts}:dict:training}</td><td>the right to train one, for ten minutes</td></tr>
 *   <tr><td>{@code grounds:@sessions:…}</td><td>what a keyspace keeps</td></tr>
 * </table>
 *
 * <p>The braces are hash tags: an entry and its lease share a slot, and so do all tags of a namespace.
 */
public final class KeyNames {

    private static final String TAG = "tag:";
    private static final int MAX_BYTES_OF_A_CHAR = 3;

    private final String namespace;
    private final String tagPrefix;

    /**
     * Creates the names of one namespace.
     *
     * @param namespace lower-case letters, digits, {@code . _ -}
     */
    public KeyNames(String namespace) {
        this.namespace = namespace;
        this.tagPrefix = "{" + namespace + "}:";
    }

    /** Returns the key of an entry, with everything that is derived from it. */
    public ValueKey value(String cache, String key, int maxKeyBytes) {
        boolean hashed = key.length() > maxKeyBytes / MAX_BYTES_OF_A_CHAR
                && key.getBytes(StandardCharsets.UTF_8).length > maxKeyBytes;
        String name = namespace + ":" + cache + ":{" + (hashed ? hash(key) : escape(key)) + "}";
        return new ValueKey(new RedisKey(name.getBytes(StandardCharsets.UTF_8)), key, hashed);
    }

    /**
     * Returns the key of an entry whose key is not to be seen.
     *
     * @param hash what stands for it: visible ASCII without braces
     */
    public ValueKey hashedValue(String cache, String hash) {
        String name = namespace + ":" + cache + ":{#" + hash + "}";
        return new ValueKey(new RedisKey(name.getBytes(StandardCharsets.UTF_8)), hash, true);
    }

    /**
     * Returns a key of a keyspace.
     *
     * @param rest what follows the name of the keyspace and a colon
     */
    public byte[] inKeyspace(String keyspace, String rest) {
        return (namespace + ":@" + keyspace + ":" + rest).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the key of what tells which dictionary new entries of a cache are packed by. */
    public ValueKey currentDictionary(String cache) {
        return dictionaryKey(cache, "");
    }

    /** Returns the key of a dictionary. */
    public ValueKey dictionary(String cache, int id) {
        return dictionaryKey(cache, ":" + HexFormat.of().toHexDigits(id));
    }

    /** Returns the key of the lease that training a dictionary takes. */
    public ValueKey dictionaryTraining(String cache) {
        return dictionaryKey(cache, ":training");
    }

    /** The cache's name is in braces, so that no key of an entry is the same. */
    private ValueKey dictionaryKey(String cache, String rest) {
        String name = namespace + ":{" + cache + "}:dict" + rest;
        return new ValueKey(new RedisKey(name.getBytes(StandardCharsets.UTF_8)), name, false);
    }

    /** Returns the internal name of a tag that an application gave. */
    public static String tag(String tag) {
        return TAG + tag;
    }

    /** Returns the name of a tag as the application gave it, by its internal name. */
    public static String given(String tag) {
        return tag.substring(TAG.length());
    }

    /** Returns the internal name of the tag that all entries of a cache have. */
    public static String cacheTag(String cache) {
        return "cache:" + cache;
    }

    /** Returns the internal name of the tag that all entries of a layer have. */
    public static String layerTag(String layer) {
        return "layer:" + layer;
    }

    /** Returns the internal name of the tag that all entries have that were written under one policy and schema. */
    public static String policyTag(String cache, int version) {
        return "policy:" + cache + ":" + version;
    }

    /** Returns the internal name of the version that changes with every tag. */
    public static String root() {
        return "root";
    }

    /** Returns the Redis key of a tag by its internal name. */
    public byte[] tagKey(String tag) {
        return (tagPrefix + tag).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns patterns that match all keys of the namespace, and none of another one. */
    public List<String> patterns() {
        return List.of(entryPattern(), tagPrefix + "*");
    }

    /** Returns a pattern that matches the keys of all tags that applications gave. */
    public String tagPattern() {
        return tagPrefix + TAG + "*";
    }

    /** Returns a pattern that matches the keys of all entries, and of what lies beside them. */
    public String entryPattern() {
        return namespace + ":*";
    }

    /** Returns a pattern that matches the keys of all entries of a cache, and of the leases beside them. */
    public String entryPattern(String cache) {
        return namespace + ":" + cache + ":{*";
    }

    /** Returns what the key of an entry of a cache says in its braces; null if it is the key of something else. */
    public @org.jspecify.annotations.Nullable String inBraces(String cache, RedisKey key) {
        String name = new String(key.bytes(), StandardCharsets.UTF_8);
        String begin = namespace + ":" + cache + ":{";
        return name.startsWith(begin) && name.endsWith("}") && name.length() > begin.length()
                ? name.substring(begin.length(), name.length() - 1)
                : null;
    }

    /** Returns the text that stands in the braces of a key; null if a hash stands for it, or something foreign. */
    public static @org.jspecify.annotations.Nullable String text(String inBraces) {
        if (inBraces.startsWith("#")) {
            return null;
        }
        if (inBraces.equals("%")) {
            return "";
        }
        StringBuilder text = new StringBuilder(inBraces.length());
        for (int i = 0; i < inBraces.length(); i++) {
            char c = inBraces.charAt(i);
            if (c == '%') {
                if (i + 5 > inBraces.length() || !isHex(inBraces, i + 1)) {
                    return null;
                }
                text.append((char) HexFormat.fromHexDigits(inBraces, i + 1, i + 5));
                i += 4;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isHex(String text, int from) {
        for (int i = from; i < from + 4; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns a key among those of entries, for the way to where keys with this hash tag are. */
    byte[] way(int hashTag) {
        return (namespace + ":{" + hashTag + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the internal name of the tag that has this key, or null if it is not one. */
    public @org.jspecify.annotations.Nullable String tagOf(byte[] key) {
        if (key.length == 0 || key[0] != '{') {
            return null;
        }
        String name = new String(key, StandardCharsets.UTF_8);
        return name.startsWith(tagPrefix) ? name.substring(tagPrefix.length()) : null;
    }

    /** Makes a key printable and harmless inside a hash tag, without making two keys one. */
    private static String escape(String key) {
        if (key.isEmpty()) {
            return "%";
        }
        StringBuilder escaped = null;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean plain = Visible.is(key, i) && c != '%' && c != '{' && c != '}' && !(c == '#' && i == 0);
            if (plain && escaped != null) {
                escaped.append(c);
            } else if (!plain) {
                if (escaped == null) {
                    escaped = new StringBuilder(key.length() + 8).append(key, 0, i);
                }
                escaped.append('%').append(HexFormat.of().toHexDigits(c));
            }
        }
        return escaped == null ? key : escaped.toString();
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "#" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which long keys are shortened by", e);
        }
    }
}
