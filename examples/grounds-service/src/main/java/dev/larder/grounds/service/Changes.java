package dev.larder.grounds.service;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the members of a change, and says of all of them what is wrong. Not safe for use by several threads. */
final class Changes {
    private static final int LONGEST_TEXT = 200;

    private final List<String> errors = new ArrayList<>();
    private boolean any;

    /** A member that is right as soon as it can be read. */
    Changes member(@Nullable Object value) {
        any |= value != null;
        return this;
    }

    /** A member that holds an id. */
    Changes id(String name, @Nullable Long value) {
        return checked(name, value, value == null || value >= 1, " is an id: a number from 1 on");
    }

    /** A member that holds a text of one line. */
    Changes text(String name, @Nullable String value) {
        boolean good = value == null
                || (!value.isBlank()
                        && value.length() <= LONGEST_TEXT
                        && value.chars().noneMatch(Character::isISOControl));
        return checked(name, value, good, " is a text of one line, of 1 to " + LONGEST_TEXT + " characters");
    }

    /** A member with a condition of its own; {@code wanted} completes a sentence that begins with its name. */
    Changes checked(String name, @Nullable Object value, boolean good, String wanted) {
        if (!good) {
            errors.add(name + wanted);
        }
        return member(value);
    }

    /**
     * To be called at the end.
     *
     * @throws Refusal if something is wrong, or nothing was to be changed
     */
    void check() {
        if (errors.isEmpty() && !any) {
            errors.add("at least one member has to be given");
        }
        if (!errors.isEmpty()) {
            throw Refusal.bad("The change cannot be made.", errors);
        }
    }
}
