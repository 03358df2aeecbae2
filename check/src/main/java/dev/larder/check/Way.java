package dev.larder.check;

import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.LarderConfig;
import dev.larder.crypto.Keyring;
import dev.larder.session.SessionPolicy;
import dev.larder.session.SessionPolicy.Conflict;
import dev.larder.session.SessionPolicy.WhenFull;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How sessions that race are kept: races take turns. */
enum Way {
    /** With the defaults, but for a shorter time in which an old ID still finds its session. */
    PLAIN(1_000, 0, 0),
    /** Sealed, with version checks, no time for an old ID, and three sessions for each user. */
    STRICT(0, 3, 0),
    /** With copies in each process. */
    NEAR(1_000, 0, 500);

    /** Attributes that races change: one for each process, and these. */
    static final int SHARED = 21;

    static final int COUNTER = 22;
    static final int CART = 23;

    private static final byte[] SECRET = "only for the races of a check".getBytes(StandardCharsets.US_ASCII);
    private static final int NEAR_ENTRIES = 20_000;

    private final long graceMillis;
    private final int maxPerUser;
    private final long boundMillis;

    Way(long graceMillis, int maxPerUser, long boundMillis) {
        this.graceMillis = graceMillis;
        this.maxPerUser = maxPerUser;
        this.boundMillis = boundMillis;
    }

    static Way of(int race) {
        return values()[race % values().length];
    }

    /** How long an old ID still finds its session. */
    long graceNanos() {
        return Duration.ofMillis(graceMillis).toNanos();
    }

    /** How long another process may still see what was so before; nothing where every read asks Redis. */
    long boundNanos() {
        return Duration.ofMillis(boundMillis).toNanos();
    }

    /** Most sessions of a user; 0 for no limit. */
    int maxPerUser() {
        return maxPerUser;
    }

    /** The attribute that only one process changes. */
    static int own(int jvm) {
        return 1 + jvm;
    }

    static String attribute(int number) {
        return "attribute-" + number;
    }

    SessionPolicy policy() {
        SessionPolicy.Builder builder = SessionPolicy.builder()
                .rotationGrace(Duration.ofMillis(graceMillis))
                .maxPerUser(maxPerUser)
                .whenFull(WhenFull.END_OLDEST);
        if (this == STRICT) {
            builder.conflict(Conflict.VERSION_CHECK);
        }
        if (this == NEAR) {
            builder.touchEvery(Duration.ofMinutes(1)).nearEntries(NEAR_ENTRIES);
        }
        return builder.build();
    }

    /** Connects a process to Redis; each way has a namespace of its own. */
    Larder larder(String uri, Path keyset) {
        return larder(uri, name().toLowerCase(Locale.ROOT), this == STRICT ? Keyring.ofFile(keyset) : null);
    }

    static Larder larder(String uri, String namespace, @Nullable Keyring keyring) {
        LarderBuilder builder = Larder.builder()
                .config(LarderConfig.builder().redis(uri).namespace(namespace).build())
                .hashSecret(SECRET);
        return (keyring == null ? builder : builder.keyring(keyring)).build();
    }
}
