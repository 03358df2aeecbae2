package dev.larder.session.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls that leave as one script call, in groups of equal ones. Used by one thread at a time. */
final class Batch {

    /**
     * Groups of one script call at most: a server is held up for less than a millisecond, by concurrent permits for two; by the first
     * calls of windows, where there are a million of them, for longer.
     */
    static final int MOST_GROUPS = 128;

    /** Equal calls, in the order in which they came. */
    private static final class Group {
        final Part first;
        final List<Part> parts = new ArrayList<>(2);

        Group(Part first) {
            this.first = first;
            parts.add(first);
        }
    }

    /** Finds a group by what it wants. */
    private record Likeness(Part part, int hash) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Likeness like && part.isLike(like.part);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final Map<Likeness, Group> byLikeness = new HashMap<>();

    void add(Part part) {
        Likeness likeness = new Likeness(part, part.likeness());
        Group group = byLikeness.get(likeness);
        if (group == null) {
            group = new Group(part);
            byLikeness.put(likeness, group);
            groups.add(group);
        } else {
            group.parts.add(part);
        }
    }

    /** Returns how many different calls it has. */
    int groups() {
        return groups.size();
    }

    boolean isFull() {
        return groups.size() >= MOST_GROUPS;
    }

    List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>(groups.size());
        for (Group group : groups) {
            for (Want want : group.first.wants) {
                keys.add(want.place().name);
            }
        }
        return keys;
    }

    List<byte[]> args(byte[] deadline) {
        List<byte[]> args = new ArrayList<>(1 + groups.size() * 5);
        args.add(deadline);
        for (Group group : groups) {
            args.add(Text.of(group.first.wants.size()));
            args.add(Text.of(group.parts.size()));
            for (Want want : group.first.wants) {
                want.write(args);
            }
        }
        return args;
    }

    /** Returns how many numbers the script answers. */
    int figures() {
        int figures = 1;
        for (Group group : groups) {
            figures++;
            for (Want want : group.first.wants) {
                figures += want.place().form.figures();
            }
        }
        return figures;
    }

    /** Tells each call what has been decided. */
    void decided(Figures figures) {
        int at = 1;
        for (Group group : groups) {
            long allowed = figures.at(at++);
            for (int i = 0; i < group.parts.size(); i++) {
                group.parts.get(i).decided(figures, at, Math.min(i, allowed), i < allowed);
            }
            for (Want want : group.first.wants) {
                at += want.place().form.figures();
            }
        }
    }

    void failed() {
        groups.forEach(group -> group.parts.forEach(Part::failed));
    }
}
