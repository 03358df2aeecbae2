package dev.larder;

import dev.larder.ConfigurationException.Problem;
import dev.larder.config.Notation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The problems found so far in one set of settings; values are named and written as in the file. */
final class Findings {

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> unsound = new HashSet<>();

    /** Adds a problem; a setting that it alone concerns is not {@link #sound} any more. */
    void add(String text, String... settings) {
        problems.add(new Problem("", List.of(settings), text));
        if (settings.length == 1) {
            unsound.add(settings[0]);
        }
    }

    /** Returns whether each of the settings is usable by itself, so that they can be compared. */
    boolean sound(String... settings) {
        return Stream.of(settings).noneMatch(unsound::contains);
    }

    /** Checks that a duration is neither negative nor beyond what Redis and the clocks can count. */
    void duration(String setting, Duration value) {
        duration(setting, "", value);
    }

    /** Checks a duration that is written after a word. */
    void duration(String setting, String word, Duration value) {
        String is = setting + " is " + word;
        if (value.isNegative()) {
            add(is + Notation.duration(value) + "; set it to 0s or more", setting);
        } else if (value.compareTo(LONGEST) > 0) {
            add(is + Notation.duration(value) + "; set it to " + Notation.duration(LONGEST) + " or less", setting);
        } else if (value.toNanosPart() % 1_000_000 != 0) {
            add(is + value + "; set it to whole milliseconds", setting);
        }
    }

    /** Checks a duration that also cannot be zero. */
    void positive(String setting, Duration value, String remedy) {
        if (value.isZero()) {
            add(setting + " is 0s; " + remedy, setting);
        } else {
            duration(setting, value);
        }
    }

    /** Checks a number against its bounds, both included. */
    void within(String setting, long value, long min, long max) {
        if (value < min || value > max) {
            add(setting + " is " + value + "; set it between " + min + " and " + max, setting);
        }
    }

    /** Checks a number against its bounds, both included. */
    void within(String setting, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            add(
                    setting + " is " + Notation.decimal(value) + "; set it between " + Notation.decimal(min) + " and "
                            + Notation.decimal(max),
                    setting);
        }
    }

    /** Ends the check. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems, null);
        }
    }
}
