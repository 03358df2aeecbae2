package dev.larder.grounds.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process when a stream ends: the standard input, which closes when the process that has started this one ends, however it
 * does. Requests under way end first; if that takes too long, they do not.
 */
final class Lifeline {
    private static final long PATIENCE_SECONDS = 20;

    private Lifeline() {}

    /** Watches from now on, on a thread that keeps nothing alive. */
    static void attach(InputStream line) {
        daemon("lifeline", () -> {
            drain(line);
            end();
        });
    }

    private static void drain(InputStream line) {
        try {
            byte[] ignored = new byte[256];
            while (line.read(ignored) >= 0) {
                // What the parent says is not for us.
            }
        } catch (IOException e) {
            // As good as the end.
        }
    }

    private static void end() {
        Thread exit = daemon("exit", () -> System.exit(0));
        try {
            exit.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
