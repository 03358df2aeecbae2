package dev.larder.check;

import dev.larder.CachePolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Which keys there are, in which cache each one is, and who writes it. Keys come in groups; a group has one writer, one cache
 * and one tag.
 *
 * @param groups number of groups
 * @param jvms number of JVMs that write and read
 */
record Landscape(int groups, int jvms) {

    /** Keys in a group. */
    static final int GROUP = 8;

    /** Writer threads in a JVM. */
    static final int WRITERS = 2;

    /** Life of the right to load a key. */
    static final Duration LEASE = Duration.ofSeconds(2);

    static final String NAMESPACE = "check";

    /** A cache, by what is special about it. */
    enum Family {
        /** Values that live as long as a round: loaded once for each change. */
        LASTING(Duration.ofHours(1), Duration.ofHours(1), policy -> policy.ttl(Duration.ofHours(1))),
        /** Values that expire all the time, are refreshed early and are answered while they are revalidated. */
        BRIEF(
                Duration.ofSeconds(1),
                Duration.ofMillis(1_300),
                policy -> policy.ttl(Duration.ofSeconds(1))
                        .jitter(0.1)
                        .earlyRefresh(1)
                        .grace(Duration.ofSeconds(5))
                        .staleWhileRevalidate(Duration.ofMillis(300))),
        /** Values with a tag, in a near tier that is too small for them. */
        TAGGED(
                Duration.ofHours(1),
                Duration.ofHours(1),
                policy -> policy.ttl(Duration.ofHours(1)).nearEntries(200)),
        /** Values that are kept after they have been expired by hand, for loads that fail. */
        FALLBACK(
                Duration.ofHours(1),
                Duration.ofHours(1),
                policy -> policy.ttl(Duration.ofHours(1))
                        .grace(Duration.ofHours(1))
                        .staleIfError(Duration.ofHours(1)));

        private final Duration fresh;
        private final Duration kept;

        @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
        private final UnaryOperator<CachePolicy.Builder> changes;

        Family(Duration fresh, Duration kept, UnaryOperator<CachePolicy.Builder> changes) {
            this.fresh = fresh;
            this.kept = kept;
            this.changes = changes;
        }

        /** How long a value may be answered, as fresh or as stale. */
        long lifeNanos(boolean stale) {
            return (stale ? kept : fresh).toNanos();
        }

        /** Everything off that the family does not turn on. */
        CachePolicy.Builder policy(CachePolicy.Builder policy) {
            return changes.apply(policy.jitter(0)
                    .earlyRefresh(0)
                    .grace(Duration.ZERO)
                    .staleWhileRevalidate(Duration.ZERO)
                    .staleIfError(Duration.ZERO)
                    .lease(LEASE)
                    .failOpen());
        }

        String cache() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final List<Family> FAMILIES = List.of(Family.values());

    int keys() {
        return groups * GROUP;
    }

    static int group(int key) {
        return key / GROUP;
    }

    /** The JVM that writes a group. */
    int owner(int group) {
        return group % jvms;
    }

    /** The thread of its JVM that writes a group. */
    int writer(int group) {
        return group / jvms % WRITERS;
    }

    Family family(int group) {
        return FAMILIES.get(group / (jvms * WRITERS) % FAMILIES.size());
    }

    /** The first groups, which are read and written most: one of each writer and family. */
    int hotGroups() {
        return jvms * WRITERS * FAMILIES.size();
    }

    /** Whether a group is one of the last, which are read often and written seldom, so that their values grow old. */
    boolean quiet(int group) {
        return group >= groups - hotGroups();
    }

    /** The tag of a group, which only the entries of tagged caches carry. */
    static String tag(int group) {
        return "g" + group;
    }

    /** The key in Redis, for those who know nothing of Larder. */
    static String redisKey(Family family, int key) {
        return NAMESPACE + ":" + family.cache() + ":{" + key + "}";
    }
}
