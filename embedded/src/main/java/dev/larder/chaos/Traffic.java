package dev.larder.chaos;

import dev.larder.chaos.Faults.Direction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a proxy has seen and delivered, over all its connections. */
final class Traffic {

    private static final int LONGEST_LOG = 100_000;

    private final long[] delivered = new long[Direction.values().length];
    private final Deque<String> commands = new ArrayDeque<>();
    private long requests;

    synchronized void delivered(Direction direction, int bytes) {
        delivered[direction.ordinal()] += bytes;
    }

    synchronized void command(String name) {
        requests++;
        if (commands.size() == LONGEST_LOG) {
            commands.remove();
        }
        commands.add(name);
    }

    synchronized long delivered(Direction direction) {
        return delivered[direction.ordinal()];
    }

    synchronized long requests() {
        return requests;
    }

    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    synchronized void clearCommands() {
        commands.clear();
    }
}
