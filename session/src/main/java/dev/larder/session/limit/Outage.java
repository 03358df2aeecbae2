package dev.larder.session.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides while Redis cannot be asked, as each limit says. What this process allows out of a local share is kept by its monitor, for so
 * many keys; when there is no room for one more, that one cannot be decided.
 */
final class Outage {

    /**
     * Whom a share is for.
     *
     * @param key as it is kept: see {@link KeptKey}
     */
    private record Whom(Limit limit, String key) implements Comparable<Whom> {

        static Whom of(Limit limit, String key) {
            return new Whom(limit, KeptKey.of(key));
        }

        /** So that keys that were chosen to have one hash code do not make the table slow. */
        @Override
        public int compareTo(Whom other) {
            int byKey = key.compareTo(other.key);
            return byKey != 0 ? byKey : limit.name().compareTo(other.limit.name());
        }
    }

    private static final long NANOS = 1_000;

    /** Between two looks for shares at rest, while there is no room, at least. */
    private static final long PAUSE_NANOS = 100_000_000;

    /** So many times as long as a look has taken is the pause after it at least. */
    private static final int PAUSE_TO_LOOK = 20;

    private final int mostKeys;
    private final LongSupplier clock;
    private final Map<Whom, LocalShare> shares = new HashMap<>();
    private long nextLook;

    Outage(int mostKeys, LongSupplier clock) {
        this.mostKeys = mostKeys;
        this.clock = clock;
        this.nextLook = clock.getAsLong();
    }

    /** Decides a call: all or nothing. */
    synchronized Decision decide(List<Want> wants) {
        long now = clock.getAsLong();
        List<@Nullable LocalShare> local = new ArrayList<>(wants.size());
        List<Standing> standings = new ArrayList<>(wants.size());
        boolean denied = false;
        for (Want want : wants) {
            LocalShare share = null;
            if (want.ask().limit().onOutage() instanceof OnOutage.Local part) {
                share = share(want, part.part(), now);
            }
            local.add(share);
            boolean closed = want.ask().limit().onOutage() instanceof OnOutage.Closed;
            boolean cannot = want.ask().limit().onOutage() instanceof OnOutage.Local
                    && (share == null || want.cost() > share.most());
            if (closed || cannot) {
                return new Decision.Unavailable(want.ask().limit());
            }
            if (share != null) {
                Standing standing = share.look(want.ask(), want.patienceMicros() * NANOS, now);
                denied |= standing.denied();
                standings.add(standing);
            }
        }
        return denied ? new Decision.Denied(Decision.Basis.OUTAGE, standings) : take(wants, local, now);
    }

    private static Decision take(List<Want> wants, List<@Nullable LocalShare> local, long now) {
        List<Standing> standings = new ArrayList<>(wants.size());
        List<Permit> permits = new ArrayList<>(0);
        Duration after = Duration.ZERO;
        for (int i = 0; i < local.size(); i++) {
            Want want = wants.get(i);
            LocalShare share = local.get(i);
            if (share != null) {
                Duration its = share.take(want, now);
                after = its.compareTo(after) > 0 ? its : after;
                standings.add(share.look(new Ask(want.ask().limit(), want.ask().key(), 0), 0, now));
            }
            if (!want.permitId().isEmpty()) {
                permits.add(want.permit(true));
            }
        }
        return new Decision.Allowed(Decision.Basis.OUTAGE, after, standings, permits);
    }

    private @Nullable LocalShare share(Want want, double part, long now) {
        Whom whom = new Whom(want.place().limit, want.place().key);
        LocalShare known = shares.get(whom);
        if (known != null) {
            return known;
        }
        if (shares.size() >= mostKeys && !makeRoom(now)) {
            return null;
        }
        LocalShare made = LocalShare.of(want.ask().limit().algorithm(), part, now);
        shares.put(whom, made);
        return made;
    }

    /** Drops shares at rest; now and then, because it looks at all of them. */
    private boolean makeRoom(long now) {
        if (nextLook - now > 0) {
            return false;
        }
        shares.values().removeIf(share -> share.isWhole(now));
        long looked = clock.getAsLong();
        nextLook = looked + Math.max(PAUSE_NANOS, PAUSE_TO_LOOK * (looked - now));
        return shares.size() < mostKeys;
    }

    /** Gives a permit back that this process alone has given. */
    synchronized Settlement release(Permit permit) {
        LocalShare share = shares.get(Whom.of(permit.limit(), permit.key()));
        return share != null && share.release(permit.id()) ? Settlement.DONE : Settlement.GONE;
    }

    /** Renews the lease of such a permit. */
    synchronized Settlement renew(Permit permit) {
        LocalShare share = shares.get(Whom.of(permit.limit(), permit.key()));
        return share != null && share.renew(permit.id(), clock.getAsLong()) ? Settlement.DONE : Settlement.GONE;
    }
}
