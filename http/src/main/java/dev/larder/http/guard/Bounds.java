package dev.larder.http.guard;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a route may add to the store, so that random query strings neither fill it nor push out what is in use. A route within its budget
 * stores at first sight. Over it, only what is asked for a second time within a window is stored, as TinyLFU's doorkeeper has it (Einziger,
 * Friedman, Manes, 2017); and past a second limit nothing new. Memory is fixed, whatever is sent: about 1 MiB a route with the defaults.
 *
 * <p>To be asked before something is stored that is not there yet: replacing a response is always free. What is refused is answered, and
 * not stored. The time is that of a monotonic clock, in nanoseconds. Thread-safe: everything is guarded by this.
 */
public final class Bounds {

    /** Whether something new is stored. */
    public enum Verdict {
        /** Stored. */
        STORE,
        /** Not yet: at the second sight. */
        LATER,
        /** Not at all, in this window. */
        FULL
    }

    private final BoundsRules rules;
    private final Fingerprint fingerprint;
    private final Sightings urls;
    private final Sightings stored;
    private final Sightings variants;
    private final Sightings tags;
    private final Counts variantsOfUrl;

    private boolean begun;
    private long windowBegin;
    private int newEntries;
    private int newTags;

    /**
     * Makes bounds with nothing in them.
     *
     * @param seed random, and unknown to strangers: what collides depends on it
     */
    public Bounds(BoundsRules rules, long seed) {
        this.rules = rules;
        fingerprint = new Fingerprint(seed);
        int most = Math.max(1_024, 4 * rules.most());
        urls = new Sightings(most);
        stored = new Sightings(most);
        variants = new Sightings(most);
        tags = new Sightings(Math.max(1_024, rules.tags()));
        variantsOfUrl = new Counts(rules.most());
    }

    /**
     * Asks for the right to store a response that is not there yet.
     *
     * @param url its primary key
     * @param variant what tells it from other responses of that URL; empty if nothing does
     * @param itsTags its tags
     * @param now the time
     */
    public synchronized Verdict admit(String url, String variant, Collection<String> itsTags, long now) {
        turn(now);
        long print = fingerprint.of(url);
        Set<Long> unknown = new HashSet<>();
        for (String tag : itsTags) {
            long tagPrint = fingerprint.of(tag);
            if (!tags.has(tagPrint)) {
                unknown.add(tagPrint);
            }
        }
        if (itsTags.size() > rules.tagsOfOne() || newTags + unknown.size() > rules.tags()) {
            return Verdict.FULL;
        }
        Verdict verdict = admitUrl(print);
        if (verdict == Verdict.STORE && !variant.isEmpty()) {
            verdict = admitVariant(print, fingerprint.of(url, variant));
        }
        if (verdict == Verdict.STORE) {
            unknown.forEach(tags::add);
            newTags += unknown.size();
        }
        return verdict;
    }

    /** A URL that was stored within a window is not new. */
    private Verdict admitUrl(long print) {
        if (stored.has(print)) {
            return Verdict.STORE;
        }
        boolean seen = urls.add(print);
        if (newEntries >= rules.most()) {
            return Verdict.FULL;
        }
        if (newEntries >= rules.keys() && !seen) {
            return Verdict.LATER;
        }
        stored.add(print);
        newEntries++;
        return Verdict.STORE;
    }

    private Verdict admitVariant(long url, long variant) {
        if (variants.has(variant)) {
            return Verdict.STORE;
        }
        if (variantsOfUrl.get(url) >= rules.variants() || newEntries >= rules.most()) {
            return Verdict.FULL;
        }
        variants.add(variant);
        variantsOfUrl.increment(url);
        newEntries++;
        return Verdict.STORE;
    }

    /** A window later, the sights of the last one are still known, and the counts begin anew. */
    private void turn(long now) {
        long window = rules.window().toNanos();
        if (!begun) {
            begun = true;
            windowBegin = now;
        } else if (now - windowBegin >= window) {
            boolean longAgo = now - windowBegin >= 2 * window;
            for (Sightings sightings : new Sightings[] {urls, stored, variants, tags}) {
                sightings.turn();
                if (longAgo) {
                    sightings.turn();
                }
            }
            variantsOfUrl.clear();
            newEntries = 0;
            newTags = 0;
            windowBegin = now;
        }
    }
}
