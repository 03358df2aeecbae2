package dev.larder.check;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Processes of one kind, each behind a proxy of its own, that do together what they are told. {@link #kill()} is for any thread. */
final class Crew implements Cast, AutoCloseable {

    private final List<ClientProcess> processes = new CopyOnWriteArrayList<>();
    private final List<FaultProxy> proxies = new CopyOnWriteArrayList<>();

    /** Starts a process, given its number and where it finds Redis. */
    interface Launch {
        ClientProcess start(int jvm, String uri);
    }

    /** Starts all, and waits until they are ready. */
    void start(int jvms, EmbeddedRedis redis, Launch launch) throws InterruptedException {
        for (int jvm = 0; jvm < jvms; jvm++) {
            FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
            proxies.add(proxy);
            processes.add(launch.start(jvm, redis.uri(proxy)));
        }
        answers();
    }

    /** Starts all without proxies, and waits until they are ready. */
    void start(int jvms, String uri, Launch launch) throws InterruptedException {
        for (int jvm = 0; jvm < jvms; jvm++) {
            processes.add(launch.start(jvm, uri));
        }
        answers();
    }

    /** Tells all to do something, and returns the words of what each answers. */
    List<String[]> order(String order) throws InterruptedException {
        processes.forEach(process -> process.order(order));
        return answers();
    }

    /** Waits for the answers of all. */
    private List<String[]> answers() throws InterruptedException {
        List<String[]> answers = new ArrayList<>();
        for (ClientProcess process : processes) {
            answers.add(process.answer());
        }
        return answers;
    }

    @Override
    public int size() {
        return processes.size();
    }

    @Override
    public ClientProcess get(int jvm) {
        return processes.get(jvm);
    }

    @Override
    public FaultProxy proxy(int jvm) {
        return proxies.get(jvm);
    }

    @Override
    public void kill(int jvm) {
        throw new UnsupportedOperationException("they know what nobody else does, and are not replaced");
    }

    @Override
    public void restart(int jvm) {
        throw new UnsupportedOperationException("they know what nobody else does, and are not replaced");
    }

    /** Ends all at once. */
    void kill() {
        processes.forEach(ClientProcess::kill);
    }

    @Override
    public void close() {
        processes.forEach(ClientProcess::close);
        proxies.forEach(FaultProxy::close);
    }
}
