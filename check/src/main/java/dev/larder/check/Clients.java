package dev.larder.check;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The client processes, each behind its proxy. In a round each process has a number and a log of its own: a client that is
 * killed and started anew goes on under another number. Orders go out one at a time; {@link #kill()} is for any thread.
 */
final class Clients implements Cast, AutoCloseable {

    private final Landscape landscape;
    private final Path folder;
    private final @Nullable Path classesFirst;
    private final EmbeddedRedis redis;
    private final List<ClientProcess> processes = new CopyOnWriteArrayList<>();
    private final List<FaultProxy> proxies = new CopyOnWriteArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final Map<Integer, Long> deaths = new LinkedHashMap<>();
    private final Set<Integer> restarted = new HashSet<>();
    private String script = "";
    private int round;

    Clients(Landscape landscape, Path folder, @Nullable Path classesFirst, EmbeddedRedis redis) {
        this.landscape = landscape;
        this.folder = folder;
        this.classesFirst = classesFirst;
        this.redis = redis;
    }

    /** Starts all of them, behind new proxies. */
    void start() throws InterruptedException {
        for (int jvm = 0; jvm < landscape.jvms(); jvm++) {
            proxies.add(FaultProxy.to(redis.host(), redis.port()));
            processes.add(start(jvm));
        }
        for (ClientProcess process : processes) {
            process.answer();
        }
    }

    private ClientProcess start(int jvm) {
        List<String> arguments = List.of(
                Integer.toString(jvm),
                Integer.toString(landscape.groups()),
                Integer.toString(landscape.jvms()),
                folder.resolve("source").toString(),
                redis.uri(proxy(jvm)),
                Integer.toString(redis.port()));
        return ClientProcess.start(
                Client.class, arguments, classesFirst, folder.resolve("client-" + jvm + ".err"), "1g");
    }

    @Override
    public int size() {
        return processes.size();
    }

    @Override
    public ClientProcess get(int jvm) {
        return processes.get(jvm);
    }

    /** The network of a client. */
    @Override
    public FaultProxy proxy(int jvm) {
        return proxies.get(jvm);
    }

    /** Begins a round. */
    synchronized void begin(long seed, LoaderMode mode) throws InterruptedException {
        deaths.clear();
        restarted.clear();
        files.clear();
        round++;
        script = seed + " " + mode;
        for (int jvm = 0; jvm < size(); jvm++) {
            get(jvm).order(beginning(jvm));
        }
        for (ClientProcess process : processes) {
            process.answer();
        }
    }

    private String beginning(int actor) {
        Path file = folder.resolve("log-" + round + "-" + actor);
        files.add(file);
        return "begin " + script + " " + actor + " " + file;
    }

    /** Ends a process in the middle of whatever it does. */
    @Override
    public synchronized void kill(int jvm) throws InterruptedException {
        get(jvm).killAndWait();
        deaths.put(jvm, System.nanoTime());
    }

    /** Starts a killed process anew, behind the same proxy; it goes on with the round. */
    @Override
    public synchronized void restart(int jvm) throws InterruptedException {
        ClientProcess fresh = start(jvm);
        processes.set(jvm, fresh);
        restarted.add(jvm);
        fresh.answer();
        fresh.order(beginning(jvm + landscape.jvms()));
        fresh.answer();
    }

    /**
     * Ends the writers and waits until Redis is reached. The writers of a process that was killed cannot know what they told,
     * so they tell it again.
     *
     * @param again whether everybody tells every key again
     */
    synchronized List<String[]> settle(boolean again) throws InterruptedException {
        for (int jvm = 0; jvm < size(); jvm++) {
            get(jvm).order("settle " + (again || restarted.contains(jvm)));
        }
        return answers();
    }

    /** Ends the round with the last reads. */
    synchronized List<String[]> finish() throws InterruptedException {
        processes.forEach(process -> process.order("finish"));
        return answers();
    }

    private List<String[]> answers() throws InterruptedException {
        List<String[]> answers = new ArrayList<>();
        for (ClientProcess process : processes) {
            answers.add(process.answer());
        }
        return answers;
    }

    /** What all processes of the round have logged, the killed ones included. The files are gone then. */
    synchronized List<long[]> logs() {
        List<long[]> logs = new ArrayList<>();
        try {
            for (Path file : files) {
                // A process that was killed early has none.
                if (Files.exists(file)) {
                    logs.add(Log.read(file));
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new CheckException("a log cannot be read: " + e.getMessage(), e);
        }
        return logs;
    }

    /** When processes of the round died, by their numbers in it. */
    synchronized Map<Integer, Long> deaths() {
        return Map.copyOf(deaths);
    }

    /** Ends all of them at once. */
    void kill() {
        processes.forEach(ClientProcess::kill);
    }

    @Override
    public void close() {
        processes.forEach(ClientProcess::close);
        proxies.forEach(FaultProxy::close);
    }
}
