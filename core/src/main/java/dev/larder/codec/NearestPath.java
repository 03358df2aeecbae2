package dev.larder.codec;

import dev.larder.words.Nearest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The path that was probably meant: the one with the fewest letters to change. */
final class NearestPath {

    private NearestPath() {}

    static @Nullable String of(String path, Collection<String> paths) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String known : paths) {
            int distance = Math.min(Nearest.distance(path, known), 1 + Nearest.distance(lastOf(path), lastOf(known)));
            if (distance < least) {
                least = distance;
                nearest = known;
            }
        }
        return nearest;
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
