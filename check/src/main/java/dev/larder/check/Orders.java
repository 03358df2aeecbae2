package dev.larder.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a JVM under test is told by its parent: orders, one a line, on its standard input, each of which it answers with one
 * line. It ends with its standard input, so that none is left behind, and when one of its threads dies.
 */
final class Orders {

    /** Obeys one order, given by its words, and returns the answer. */
    interface Obedience {
        String obey(String[] order) throws InterruptedException;
    }

    private final PrintStream answers;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();

    private Orders(PrintStream answers) {
        this.answers = answers;
    }

    /** Begins to take orders; what libraries print goes to the standard error from now on. */
    static Orders take() {
        Orders orders = new Orders(System.out);
        System.setOut(System.err);
        thread("orders", orders::listen);
        return orders;
    }

    /** When there can be no more, the process ends, whatever it is waiting for. */
    private void listen() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = lines.readLine(); order != null; order = lines.readLine()) {
                waiting.add(order);
            }
        } catch (IOException e) {
            // The parent is gone.
        }
        Runtime.getRuntime().halt(0);
    }

    /** Says that the process is ready, and obeys from then on. */
    void obey(int mostWords, Obedience obedience) throws InterruptedException {
        answers.println("ready");
        while (true) {
            answers.println(obedience.obey(waiting.take().split(" ", mostWords)));
            answers.flush();
        }
    }

    /** Starts a thread without which the process would see less and find nothing: if it dies, the process does. */
    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, cause) -> {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
        return thread;
    }
}
