package dev.larder.chaos;

import dev.larder.chaos.Faults.Direction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a proxy has seen and delivered, over all its connections. */
final class Traffic {

    private static final int LONGEST_LOG = 100_000;

    private final Map<Direction, Long> delivered = new EnumMap<>(Direction.class);
    private final Deque<String> commands = new ArrayDeque<>();
    private long requests;

    synchronized void delivered(Direction direction, int bytes) {
        delivered.merge(direction, (long) bytes, Long::sum);
    }

    synchronized void command(String name) {
        requests++;
        if (commands.size() == LONGEST_LOG) {
            commands.remove();
        }
        commands.add(name);
    }

    synchronized long delivered(Direction direction) {
        return delivered.getOrDefault(direction, 0L);
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
