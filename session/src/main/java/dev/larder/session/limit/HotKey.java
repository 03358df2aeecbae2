package dev.larder.session.limit;

/**
 * What this process knows of a key with a {@linkplain Limit#localShare local share}: how often it is asked for, and the permits taken
 * beforehand. A key is hot if as many permits as a share has were asked for within a second. Its monitor guards all of it.
 *
 * <p>The permits of a share are used within {@value #LIFE_MILLIS} ms after the server was asked for them, or not at all: so in any time a
 * process allows at most one share more than the server has given it in that time, and wastes at most one each time it becomes hot or
 * ceases to be.
 */
final class HotKey {

    static final long LIFE_MILLIS = 1_000;
    private static final long LIFE = LIFE_MILLIS * 1_000_000;

    private final long share;
    private long left;
    private long usableUntil;
    private long secondBegan;
    private long askedThisSecond;
    private boolean hot;
    private boolean filling;

    HotKey(long share, long now) {
        this.share = share;
        this.usableUntil = now;
        this.secondBegan = now;
    }

    /** Takes permits out of the share; false if the server has to be asked. */
    synchronized boolean take(long cost, long now) {
        count(cost, now);
        if (usableUntil - now <= 0) {
            left = 0;
        }
        if (left < cost) {
            return false;
        }
        left -= cost;
        return true;
    }

    private void count(long cost, long now) {
        if (now - secondBegan >= LIFE) {
            hot = askedThisSecond >= share && now - secondBegan < 2 * LIFE;
            secondBegan = now;
            askedThisSecond = 0;
        }
        askedThisSecond += cost;
        hot |= askedThisSecond >= share;
    }

    /** Returns whether the caller, who has got nothing, has to ask the server for a share: the key is hot, and nobody else asks. */
    synchronized boolean mustFill() {
        boolean must = hot && !filling;
        filling |= must;
        return must;
    }

    /** The server has given a share. */
    synchronized void filled(long sentNanos) {
        filling = false;
        left = share;
        usableUntil = sentNanos + LIFE;
    }

    /** The server has not. */
    synchronized void notFilled(long now) {
        filling = false;
        hot = false;
        secondBegan = now;
        askedThisSecond = 0;
    }

    /** Gives permits back that were taken out of the share; false if it has ended since. */
    synchronized boolean giveBack(long permits, long now) {
        boolean usable = usableUntil - now > 0;
        left = usable ? Math.min(share, left + permits) : left;
        return usable;
    }

    synchronized long left() {
        return left;
    }
}
