package dev.larder.check;

import java.util.List;

/**
 * What one of those who race did, and what came of it.
 *
 * @param race in which race of the round
 * @param actor by which process
 * @param id a hash of the credential that it was done with
 * @param other a hash of what came of it: the ID that was granted, the pair of tokens, or whose session it is
 * @param attribute the number of the attribute, 0 if it is about none
 * @param value what was written or seen; 0 for no value
 * @param begun {@link System#nanoTime()}, which is one clock for all processes of a machine
 * @param ended when its outcome was known
 */
record Deed(
        int race,
        int actor,
        Kind kind,
        Outcome outcome,
        int attribute,
        long id,
        long other,
        long value,
        long begun,
        long ended) {

    /** What was done. */
    enum Kind {
        /** A session is made; {@code other} is its user, {@code id} the new ID. */
        CREATE,
        /** {@code other} is the ID that the session has. */
        READ,
        /** The value of an attribute that a read found. */
        SEEN,
        SAVE,
        /** A save that adds one to an attribute, with a version check. */
        ADD,
        END,
        /** {@code other} is the new ID. */
        ROTATE,
        /** {@code other} is the new ID, {@code value} its user. */
        LOGIN,
        /** Of the user {@code id}. */
        END_ALL,
        /** Of the user {@code other}, all but {@code id}. */
        END_OTHERS,
        /** Of the user {@code id}; {@code value} is how many there are. */
        LIST,
        /** A login begins; {@code value} is its number. */
        ISSUE,
        /** A look at what a token is, when all is over or in between; {@code value} is the number of its login, if that has one. */
        INTROSPECT,
        /** {@code other} is the pair; {@code value} the number of its login, if that has one. */
        REFRESH,
        /** Of a token that nobody has issued. */
        FORGE,
        REDEEM,
        /** For what the token is not good. */
        MISUSE
    }

    /** What came of it. */
    enum Outcome {
        /** Done, or found. */
        DONE,
        /** There is nothing of that ID, or nothing any more. */
        NONE,
        /** To be done later, and obeyed by this process. */
        JOURNALED,
        /** Nothing was written because of what somebody else has written. */
        CONFLICT,
        /** Nobody knows. */
        UNKNOWN
    }

    /** Numbers that it is written as. */
    static final int SIZE = 6;

    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    /** When what is not known to have ended may be done at the latest. */
    long effectiveUntil() {
        return outcome == Outcome.UNKNOWN || outcome == Outcome.JOURNALED ? Long.MAX_VALUE : ended;
    }

    /** Whether it was known to be done before something else began. */
    boolean precedes(Deed later) {
        return effectiveUntil() < later.begun;
    }

    boolean is(Kind expected, Outcome came) {
        return kind == expected && outcome == came;
    }

    /** Writes it as numbers. */
    void write(long[] numbers, int at) {
        numbers[at] = (long) race << 32
                | (long) (actor & 0xff) << 24
                | (long) KINDS.indexOf(kind) << 16
                | (long) OUTCOMES.indexOf(outcome) << 8
                | attribute & 0xff;
        numbers[at + 1] = id;
        numbers[at + 2] = other;
        numbers[at + 3] = value;
        numbers[at + 4] = begun;
        numbers[at + 5] = ended;
    }

    /** Reads what was written. */
    static Deed read(long[] numbers, int at) {
        long what = numbers[at];
        return new Deed(
                (int) (what >> 32),
                (int) (what >> 24 & 0xff),
                KINDS.get((int) (what >> 16 & 0xff)),
                OUTCOMES.get((int) (what >> 8 & 0xff)),
                (int) (what & 0xff),
                numbers[at + 1],
                numbers[at + 2],
                numbers[at + 3],
                numbers[at + 4],
                numbers[at + 5]);
    }
}
