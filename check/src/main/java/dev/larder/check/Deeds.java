package dev.larder.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The deeds of one process, until they are handed to whoever judges them. Thread-safe. */
final class Deeds {

    private final Tape tape = new Tape();

    /** Adds a call, and what it has seen after it. */
    void add(List<Deed> together) {
        long[] numbers = new long[together.size() * Deed.SIZE];
        for (int i = 0; i < together.size(); i++) {
            together.get(i).write(numbers, i * Deed.SIZE);
        }
        tape.add(numbers);
    }

    void flush(Path file) {
        tape.flush(file);
    }

    /** Reads what was written to a file, and removes it. */
    static List<Deed> take(Path file) {
        long[] numbers = Tape.take(file);
        List<Deed> deeds = new ArrayList<>(numbers.length / Deed.SIZE);
        for (int at = 0; at + Deed.SIZE <= numbers.length; at += Deed.SIZE) {
            deeds.add(Deed.read(numbers, at));
        }
        return deeds;
    }
}
