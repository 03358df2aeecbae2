package dev.larder.server;

/** The exit status of every command. */
final class ExitCode {
    /** Done and good. */
    static final int GOOD = 0;
    /** Done and bad: a violation, a goal missed, reads that failed. */
    static final int BAD = 1;
    /** Wrong use. */
    static final int USAGE = 2;
    /** Could not be done. */
    static final int IMPOSSIBLE = 3;

    private ExitCode() {}
}
