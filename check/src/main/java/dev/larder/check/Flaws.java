package dev.larder.check;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong so far: all of it counted, some of it kept. Thread-safe. */
final class Flaws {

    private static final int KEPT = 30;
    private static final int KEPT_OF_A_KIND = 5;

    private final List<Flaw> examples = new ArrayList<>();
    private long count;

    synchronized void add(String kind, String detail) {
        count++;
        long same = examples.stream().filter(flaw -> flaw.kind().equals(kind)).count();
        if (examples.size() < KEPT && same < KEPT_OF_A_KIND) {
            examples.add(new Flaw(kind, detail));
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<Flaw> examples() {
        return List.copyOf(examples);
    }
}
