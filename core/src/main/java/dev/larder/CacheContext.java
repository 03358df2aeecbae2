package dev.larder;

import dev.larder.codec.FieldRules;
import dev.larder.codec.Serializer;
import dev.larder.crypto.HashSecret;
import dev.larder.far.KeyNames;
import dev.larder.far.RedisKey;
import dev.larder.far.ValueKey;
import dev.larder.load.Flights;
import dev.larder.load.LoadGate;
import dev.larder.near.NearEntry;
import dev.larder.near.NearTier;
import dev.larder.outage.Journal;
import dev.larder.policy.Lifetimes;
import dev.larder.policy.Odds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One cache: its settings, its tiers and its state in this process, as all that reads and writes it sees them. */
final class CacheContext<K, V> {

    /** The tags that every entry carries, in the order of the envelope: cache, layer, policy. */
    static final int BASE_TAGS = 3;

    private static final int MAX_KEY_LENGTH = 1 << 16;
    private static final int MAX_TAG_LENGTH = 512;

    final Engine engine;
    final String name;
    final CachePolicy policy;
    final Serializer<V> serializer;
    final Payloads<V> payloads;
    final @Nullable Dictionaries<V> dictionaries;
    final NearTier<K, V> near;
    final Flights<K, Landing<V>> flights = new Flights<>();
    final LoadGate gate;
    final Counters counters = new Counters();
    final Odds odds = new Odds();
    final List<String> baseTags;
    final List<String> baseTagsAndRoot;

    private final Function<K, String> keyText;
    private final KeyRules keyRules;
    final CacheSpec<K, V> spec;

    CacheContext(Engine engine, CacheSpec<K, V> spec, Layer layer, CachePolicy policy) {
        this.engine = engine;
        this.spec = spec;
        this.name = spec.name();
        this.policy = policy;
        this.serializer = sanitising(spec.values());
        this.payloads = new Payloads<>(serializer, policy, engine.keyring());
        this.dictionaries = engine.far().shared() ? new Dictionaries<>(engine, name, policy, payloads) : null;
        this.keyText = spec.keys()::encode;
        this.keyRules = new KeyRules(name, policy, engine.secret());
        this.near = new NearTier<>(
                policy.near().enabled(),
                policy.near().maxEntries(),
                policy.near().maxBytes(),
                engine.index());
        this.gate = new LoadGate(policy.maxConcurrentLoads(), policy.loadQueueTimeout(), engine.timer());
        this.baseTags = List.of(
                KeyNames.cacheTag(name),
                KeyNames.layerTag(layer.configName()),
                KeyNames.policyTag(name, policy.version()));
        List<String> withRoot = new ArrayList<>(baseTags);
        withRoot.add(KeyNames.root());
        this.baseTagsAndRoot = List.copyOf(withRoot);
    }

    private Serializer<V> sanitising(Serializer<V> plain) {
        HashSecret secret = engine.secret();
        boolean forTokens = policy.payload().secret() && Payloads.seals(policy, engine.keyring());
        FieldRules rules = policy.data().fields();
        return plain.under(
                forTokens ? rules.keepingTokens() : rules,
                spec.type(),
                secret == null ? null : text -> secret.hash("field", text));
    }

    /**
     * Applies the rules for fields to a value from outside.
     *
     * @throws NotStorableException if it cannot be written or read back under them
     */
    Clean<V> clean(@Nullable V value) {
        try {
            return payloads.clean(value);
        } catch (RuntimeException | Error e) {
            throw new NotStorableException(
                    "a value of cache " + name
                            + " is neither stored nor answered, because the rules for its fields cannot"
                            + " be applied: "
                            + Told.of(e),
                    null);
        }
    }

    /** Returns how long ago something was written, by server time at its latest. */
    Duration age(long createdMillis) {
        long now = engine.far().clock().latestMillis(System.nanoTime());
        return Duration.ofMillis(Math.max(0, now - createdMillis));
    }

    /** Returns a key as text. */
    String textOf(K key) {
        return keyText.apply(key);
    }

    /** Returns the key in Redis. */
    ValueKey valueKey(K key) {
        engine.requireOpen("cache " + name);
        String text;
        try {
            text = keyText.apply(key);
        } catch (IllegalArgumentException e) {
            throw new NotStorableException(
                    "a key of cache " + name + " has no text, its cause says why: " + Told.of(e), e);
        }
        if (text.length() > MAX_KEY_LENGTH) {
            throw new NotStorableException(
                    "a key of cache " + name + " has " + text.length() + " characters; at most " + MAX_KEY_LENGTH
                            + " can be stored: put a digest in its place",
                    null);
        }
        requireWellFormed(text, "a key of cache " + name);
        keyRules.check(text);
        String hash = keyRules.hash(text);
        return hash == null
                ? engine.names().value(name, text, policy.maxKeyBytes())
                : engine.names().hashedValue(name, hash);
    }

    /**
     * Returns the internal names of the tags of a value.
     *
     * @throws NotStorableException if the application's function throws, or answers what is no tag
     */
    List<String> tagsOf(K key, V value) {
        try {
            return tagNames(engine, spec.tags().apply(key, value));
        } catch (NotStorableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new NotStorableException(
                    "the tags of a value of cache " + name + " cannot be told: " + Told.of(e), e);
        }
    }

    /**
     * Decides how long a value lives that is stored now.
     *
     * @param previousTtlMillis the life that the value before had, or 0
     * @param unchanged whether a load found the value unchanged
     * @throws NotStorableException if the application's function throws
     */
    Lifetimes lifetimes(K key, @Nullable V value, long previousTtlMillis, boolean unchanged) {
        double random = engine.random();
        if (value == null) {
            return Lifetimes.ofNothing(policy.negativeTtl(), policy.jitter(), random);
        }
        var own = spec.life();
        if (own != null) {
            CacheSpec.Life life = lifeOf(own, key, value);
            return Lifetimes.given(life.fresh(), life.grace(), policy.jitter(), random);
        }
        return Lifetimes.of(
                policy.ttl(), policy.ttlMax(), policy.grace(), policy.jitter(), previousTtlMillis, unchanged, random);
    }

    private CacheSpec.Life lifeOf(BiFunction<? super K, ? super V, CacheSpec.Life> own, K key, V value) {
        try {
            return Objects.requireNonNull(own.apply(key, value), "no life");
        } catch (RuntimeException | Error e) {
            throw new NotStorableException(
                    "how long a value of cache " + name + " lives cannot be told: " + Told.of(e), e);
        }
    }

    static List<String> tagNames(Engine engine, Collection<String> tags) {
        Set<String> names = new LinkedHashSet<>();
        for (String tag : tags) {
            if (tag.isEmpty() || tag.length() > MAX_TAG_LENGTH) {
                throw new NotStorableException(
                        "a tag has " + tag.length() + " characters; between 1 and " + MAX_TAG_LENGTH + " are allowed",
                        null);
            }
            requireWellFormed(tag, "a tag");
            names.add(KeyNames.tag(engine.hashTags() ? engine.hashed("tag", tag) : tag));
        }
        return List.copyOf(names);
    }

    private static void requireWellFormed(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new NotStorableException(
                        what + " is not well-formed Unicode: a surrogate stands alone at index " + i
                                + "; binary keys need a text form such as hexadecimal digits",
                        null);
            }
        }
    }

    /**
     * Admits an entry to the near tier, unless an invalidation of its key waits in the journal: then the entry may be older
     * than the invalidation, which this process obeys already.
     *
     * <p>An undelivered write is journaled before its block ends, and the near tier asks for the block first: so an entry
     * that arrives late meets the one or the other.
     */
    @Nullable
    NearEntry<K, V> admit(NearEntry<K, V> entry, Predicate<@Nullable NearEntry<K, V>> allowed) {
        RedisKey redisKey = entry.redisKey();
        return near.admit(
                entry, old -> (redisKey == null || !engine.journal().pendingKey(redisKey)) && allowed.test(old));
    }

    /** Returns what the journal keeps of an invalidation. */
    Journal.Item journalItem(ValueKey key) {
        return new Journal.Item.Key(key.redis(), List.of(baseTags.get(0)));
    }

    /** Puts an invalidation into the journal. */
    void journal(Journal.Item item, long number) {
        engine.journal().failed(item, number);
        counters.journaled.increment();
        engine.tell(new LarderEvent.Journaled(engine.journal().pending()));
    }

    /** Counts an entry that answers a read. */
    void countHit(Seen.Entry<V> entry) {
        (entry.near() ? counters.nearHits : counters.redisHits).increment();
        countHit(entry.value());
    }

    void countHit(@Nullable V value) {
        if (value == null) {
            counters.negativeHits.increment();
        }
    }
}
