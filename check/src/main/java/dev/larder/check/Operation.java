package dev.larder.check;

/**
 * What one operation did to one key, as four numbers of a log: what, version, begin, end. Times are
 * {@link System#nanoTime()}, one clock for all processes of a machine.
 */
final class Operation {

    /** Numbers in a record. */
    static final int SIZE = 4;

    /** What kind of operation it is. */
    enum Kind {
        /** The source was given a version. */
        WRITE,
        /** A cache was told of a version by an invalidation or a tag. */
        INVALIDATE,
        /** A cache was given a version. */
        PUT,
        /** An entry was expired by hand; it may still be answered, as stale. */
        EXPIRE,
        /** Somebody who knows nothing of Larder removed or overwrote the entry. */
        FOREIGN,
        /** The source was read by a loader. */
        LOAD,
        /** A read. */
        READ,
        /** A read after everything had settled. */
        VERIFY,
        /** What Redis held after everything had settled. */
        STORED,
        /** A time in which the process may not have reached Redis, or stood still; of all keys, logged under key 0. */
        TROUBLE;

        private static final Kind[] ALL = values();

        boolean tells() {
            return this == INVALIDATE || this == PUT || this == EXPIRE || this == FOREIGN;
        }

        boolean reads() {
            return this == READ || this == VERIFY || this == STORED;
        }
    }

    /** How it ended. */
    enum Outcome {
        OK,
        /** Not known to have been done. */
        UNKNOWN,
        /** A read that says that its value is stale. */
        STALE,
        /** A read of something that nobody had written. */
        FORGED;

        private static final Outcome[] ALL = values();
    }

    /** The end of what has not ended: its process was killed meanwhile. */
    static final long NEVER = Long.MAX_VALUE;

    /** Sets a record apart from a place where there is none. */
    private static final long PRESENT = Long.MIN_VALUE;

    private Operation() {}

    @SuppressWarnings("EnumOrdinal") // the numbers live no longer than a round
    static long what(Kind kind, Outcome outcome, int actor, int key) {
        return PRESENT | (long) kind.ordinal() << 56 | (long) outcome.ordinal() << 48 | (long) actor << 32 | key;
    }

    static boolean present(long what) {
        return what < 0;
    }

    static Kind kind(long what) {
        return Kind.ALL[(int) (what >>> 56) & 0x7f];
    }

    static Outcome outcome(long what) {
        return Outcome.ALL[(int) (what >>> 48) & 0xff];
    }

    /** The process, by its number in the round. */
    static int actor(long what) {
        return (int) (what >>> 32) & 0xffff;
    }

    static int key(long what) {
        return (int) what;
    }
}
