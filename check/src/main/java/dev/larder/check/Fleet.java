package dev.larder.check;

import dev.larder.crypto.KeysetFile;
import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The two JVMs of one part under load, in a namespace and with a keyset of their own. {@link #kill} is for any thread. */
final class Fleet implements AutoCloseable {

    private static final String HEAP = "256m";

    private final EmbeddedRedis redis;
    private final Path folder;
    private final String namespace;
    private final List<Shelf> shelves;
    private final KeysetFile keyset;
    private final List<ClientProcess> processes = new CopyOnWriteArrayList<>();
    private final Map<String, Long> earlier = new TreeMap<>();
    private @Nullable Path secondRelease;
    private int form;

    Fleet(EmbeddedRedis redis, Path folder, String namespace, List<Shelf> shelves) {
        this.redis = redis;
        this.folder = folder;
        this.namespace = namespace;
        this.shelves = shelves;
        this.keyset = new KeysetFile(folder.resolve("keyset.json"));
        keyset.create();
    }

    /** Starts both as the first release, has them write every key, and begins with the load. */
    void start() throws InterruptedException {
        for (int jvm = 0; jvm < Shelf.JVMS; jvm++) {
            processes.add(launch(jvm, 1));
        }
        answers();
        order("fill");
        order("begin");
    }

    private ClientProcess launch(int jvm, int release) {
        List<String> arguments = List.of(
                Integer.toString(jvm),
                Integer.toString(release),
                folder.toString(),
                redis.uri(),
                namespace,
                Integer.toString(form),
                shelves.stream().map(Shelf::name).collect(Collectors.joining(",")));
        Path errors = folder.resolve("client-" + jvm + "-" + System.nanoTime() + ".err");
        return ClientProcess.start(PayloadClient.class, arguments, release == 1 ? null : secondRelease(), errors, HEAP);
    }

    /** The classes that the second release has changed. */
    private Path secondRelease() {
        Path classes = secondRelease;
        if (classes == null) {
            classes = SecondRelease.compile(folder.resolve("release2"));
            secondRelease = classes;
        }
        return classes;
    }

    /** Ends a process in an orderly way and starts another in its place, of any release. */
    void replace(int jvm, int release) throws InterruptedException {
        ClientProcess old = processes.get(jvm);
        old.order("finish");
        add(old.answer());
        old.close();
        ClientProcess fresh = launch(jvm, release);
        processes.set(jvm, fresh);
        fresh.answer();
        fresh.order("begin");
        fresh.answer();
    }

    /** Gives values another vocabulary from now on. */
    void nextForm() throws InterruptedException {
        form++;
        order("form " + form);
    }

    /** Tells all to do something, and returns the words of what each answers. */
    List<String[]> order(String order) throws InterruptedException {
        processes.forEach(process -> process.order(order));
        return answers();
    }

    /** Tells one to do something, and returns the words of its answer. */
    String[] order(int jvm, String order) throws InterruptedException {
        processes.get(jvm).order(order);
        return processes.get(jvm).answer();
    }

    private List<String[]> answers() throws InterruptedException {
        List<String[]> answers = new ArrayList<>();
        for (ClientProcess process : processes) {
            answers.add(process.answer());
        }
        return answers;
    }

    /** What each process has counted so far under a name. */
    List<Long> count(String name) throws InterruptedException {
        return order("count").stream()
                .map(counts -> Stream.of(counts)
                        .filter(count -> count.startsWith(name + "="))
                        .map(count -> Long.valueOf(count.substring(name.length() + 1)))
                        .findFirst()
                        .orElse(0L))
                .toList();
    }

    /** Ends the load, and returns what all processes have counted. */
    Map<String, Long> finish() throws InterruptedException {
        order("finish").forEach(this::add);
        return earlier;
    }

    private void add(String[] counts) {
        for (String count : counts) {
            int at = count.indexOf('=');
            earlier.merge(count.substring(0, at), Long.valueOf(count.substring(at + 1)), Long::sum);
        }
    }

    /** What the processes have found wrong, as far as they told. */
    List<String> flaws() {
        List<String> flaws = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "flaws-*")) {
            for (Path file : files) {
                flaws.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new CheckException("the flaws cannot be read: " + e.getMessage(), e);
        }
        return flaws;
    }

    KeysetFile keyset() {
        return keyset;
    }

    Path keysetPath() {
        return folder.resolve("keyset.json");
    }

    String namespace() {
        return namespace;
    }

    List<Shelf> shelves() {
        return shelves;
    }

    EmbeddedRedis redis() {
        return redis;
    }

    void kill() {
        processes.forEach(ClientProcess::kill);
    }

    @Override
    public void close() {
        processes.forEach(ClientProcess::close);
    }
}
