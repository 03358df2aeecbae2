package dev.larder.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Something that an operator wants to know of a gateway. Its text is one line, or one for each problem. */
public sealed interface GatewayEvent {

    /** Returns it in words. */
    String text();

    /**
     * Other rules hold from now on.
     *
     * @param source where they come from
     * @param added names of routes that are new
     * @param removed names of routes that are gone
     * @param changed names of routes that are not what they were
     * @param invalidated names of routes that have lost what they had stored
     * @param settings what else has changed, by its keys
     * @param later what has changed in the file, and takes effect at the next start only, by its keys
     */
    record Reloaded(
            String source,
            SortedSet<String> added,
            SortedSet<String> removed,
            SortedSet<String> changed,
            SortedSet<String> invalidated,
            SortedSet<String> settings,
            SortedSet<String> later)
            implements GatewayEvent {

        /** Returns whether anything is another than it was. */
        public boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && settings.isEmpty() && later.isEmpty();
        }

        @Override
        public String text() {
            List<String> parts = new ArrayList<>();
            say(parts, "routes added: ", added);
            say(parts, "routes removed: ", removed);
            say(parts, "routes changed: ", changed);
            say(parts, "what these had stored is invalidated: ", invalidated);
            say(parts, "settings changed: ", settings);
            say(parts, "only at the next start take effect: ", later);
            return source + ": " + (parts.isEmpty() ? "read again, nothing has changed" : String.join("; ", parts));
        }

        private static void say(List<String> parts, String what, SortedSet<String> names) {
            if (!names.isEmpty()) {
                parts.add(what + String.join(", ", names));
            }
        }
    }

    /**
     * Something else than configuration.
     *
     * @param text what it is
     */
    record Trouble(String text) implements GatewayEvent {}

    /**
     * A file cannot be used; everything stays as it was.
     *
     * @param problems what is wrong with it, a line each
     */
    record Refused(String problems) implements GatewayEvent {
        @Override
        public String text() {
            return problems + "\nthe rules stay as they were";
        }
    }
}
