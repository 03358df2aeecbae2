package dev.larder.config;

import java.util.List;

/** A part of a file, with its position. */
public sealed interface Yaml {

    /** Line and column of the first character, both counted from 1. */
    record Position(int line, int column) {
        /** Where every file begins. */
        public static final Position START = new Position(1, 1);
    }

    /** Where it begins. */
    Position at();

    /** What it is, for messages. */
    String what();

    /** A single value; {@code empty} if nothing, {@code ~} or {@code null} was written. */
    record Scalar(Position at, String text, boolean empty) implements Yaml {
        @Override
        public String what() {
            return empty ? "empty" : Problems.quote(text);
        }
    }

    /** Keys and values, in the order of the file; no key occurs twice. */
    record Mapping(Position at, List<Entry> entries) implements Yaml {
        @Override
        public String what() {
            return "a mapping";
        }
    }

    /** A list. Items that are a problem by themselves are missing. */
    record Sequence(Position at, List<Yaml> items) implements Yaml {
        @Override
        public String what() {
            return "a list";
        }
    }

    /** A key and its value. */
    record Entry(Position at, String key, Yaml value) {}
}
