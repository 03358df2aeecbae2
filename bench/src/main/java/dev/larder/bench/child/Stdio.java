package dev.larder.bench.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A child's end of the conversation. What libraries print goes to the standard error. */
final class Stdio {

    private final PrintStream out = System.out;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    Stdio() {
        System.setOut(System.err);
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Waits for a line; null if the parent has gone. */
    @Nullable
    String hear() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
