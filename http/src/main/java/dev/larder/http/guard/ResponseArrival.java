package dev.larder.http.guard;

import dev.larder.http.message.Field;
import java.util.List;

/**
 * A response as it came from the origin, of which nothing has been checked.
 *
 * @param status what the origin said
 * @param lines the field lines
 */
public record ResponseArrival(int status, List<Field> lines) {

    /** Copies the lines. */
    public ResponseArrival {
        lines = List.copyOf(lines);
    }

    /** Shows the status, and no field. */
    @Override
    public String toString() {
        return "ResponseArrival[" + status + ", " + lines.size() + " lines]";
    }

    List<String> all(String name) {
        return Lists.values(lines, name);
    }
}
