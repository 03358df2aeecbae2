package dev.larder.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What histories must keep. */
public enum Rule {
    /** A value is one that a writer gave to this key. */
    NEVER_WRITTEN("never-written"),
    /** A value had been given to the source, or was being given, when the read ended. */
    FUTURE("future"),
    /** A value had not been replaced or invalidated, and that acknowledged, more than D before the read began (G1, G3, G4). */
    STALE("stale"),
    /** A value is not answered more than D after the end of its life (G6). */
    OUTLIVED("outlived"),
    /** A process that was done writing reads what it wrote, or newer (G2). */
    OWN_WRITE("own-write"),
    /**
     * A process does not read older than it read more than D before. Only without faults: while Redis cannot be reached,
     * reads go to the source, and what is read there may be newer than what has been invalidated.
     */
    MONOTONIC("monotonic"),
    /**
     * {@link Recovery#BOUND} after the end of the last fault, every process is coherent; a second later every process reads,
     * and Redis holds, what the source has, or nothing.
     */
    SETTLED("settled"),
    /**
     * Between two loads of a key something was written (G5). Only without faults, for values that do not expire and have no
     * tags: a fill that learns its tag only while other tags change is refused, and loaded once more.
     */
    ONE_LOAD("one-load"),
    /** What was put and acknowledged is not loaded, unless written again (G5). Only without faults. */
    VANISHED("vanished");

    private final String label;

    Rule(String label) {
        this.label = label;
    }

    /** Finds a rule by its name. */
    static Optional<Rule> named(String label) {
        return Arrays.stream(values()).filter(rule -> rule.label.equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Rule::label).toList();
    }

    /** Returns its name in reports. */
    public String label() {
        return label;
    }
}
