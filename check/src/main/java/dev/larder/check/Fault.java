package dev.larder.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can go wrong in a round. */
public enum Fault {
    /** The server does not run for a second. */
    STOP_1S(1_000, Stage::stopServer, Stage::resumeServer),
    /** The server does not run for ten seconds. */
    STOP_10S(10_000, Stage::stopServer, Stage::resumeServer),
    /** The server is killed and comes back with its data. */
    KILL_KEEP(600, Stage::killServer, Stage::restartServer),
    /** The server is killed and comes back empty. */
    KILL_LOSE(600, Stage::killServer, Stage::restartServerEmpty),
    /** Nothing passes between some clients and the server. */
    BLACK_HOLE(3_000, stage -> stage.someProxies(dev.larder.chaos.FaultProxy::blackHole), Stage::heal),
    /** No command of some clients arrives, replies do. */
    BLACK_HOLE_REQUESTS(3_000, stage -> stage.someProxies(dev.larder.chaos.FaultProxy::blackHoleRequests), Stage::heal),
    /** Commands arrive, no reply and no push reaches some clients. */
    BLACK_HOLE_REPLIES(3_000, stage -> stage.someProxies(dev.larder.chaos.FaultProxy::blackHoleReplies), Stage::heal),
    /** Connections are reset again and again. */
    RESET(300, 10, stage -> stage.someProxies(dev.larder.chaos.FaultProxy::reset)),
    /** A round trip takes 200 ms more. */
    LATENCY_200MS(3_000, stage -> stage.someProxies(proxy -> proxy.delay(Duration.ofMillis(100))), Stage::heal),
    /** A round trip takes 2 s more. */
    LATENCY_2S(5_000, stage -> stage.someProxies(proxy -> proxy.delay(Duration.ofSeconds(1))), Stage::heal),
    /** 4,000 bytes a second pass, each way. */
    TRICKLE(3_000, stage -> stage.someProxies(proxy -> proxy.trickle(4_000)), Stage::heal),
    /** The server ends all connections of clients again and again. */
    CLIENT_KILL(300, 10, stage -> stage.admin("CLIENT", "KILL", "TYPE", "normal")),
    /** The server ends connections whose replies do not fit into a small buffer. */
    OUTPUT_BUFFER(
            3_000,
            stage -> stage.admin("CONFIG", "SET", "client-output-buffer-limit", "normal 1 0 0"),
            stage -> stage.admin("CONFIG", "SET", "client-output-buffer-limit", "normal 0 0 0")),
    /** Everything is deleted again and again. */
    FLUSHALL(300, 10, stage -> stage.admin("FLUSHALL")),
    /** The server remembers no more than 1,000 keys to announce. */
    TRACKING_TABLE(
            3_000,
            stage -> stage.admin("CONFIG", "SET", "tracking-table-max-keys", "1000"),
            stage -> stage.admin("CONFIG", "SET", "tracking-table-max-keys", "1000000")),
    /** The server has too little memory and evicts all the time. */
    EVICTION(3_000, Stage::startEviction, Stage::endEviction),
    /** A client's process does not run for 0.1 to 10 s. */
    CLIENT_STOP(0, Stage::stopClient, Stage::resumeClient),
    /** A client's process is killed in the middle of what it does, and another one takes its place. */
    CLIENT_KILLED(300, Stage::killClient, Stage::restartClient),
    /** Some loads hang for longer than a lease lives. */
    LOADER_HANGS(LoaderMode.HANGING),
    /** Some loads throw. */
    LOADER_THROWS(LoaderMode.THROWING),
    /** Loads read a replica that lags behind. */
    LOADER_LAGS(LoaderMode.LAGGING);

    private static final long WHILE_LOADER_MILLIS = 4_000;

    /** Does something to a stage. */
    interface Act {
        /** Does it. */
        void on(Stage stage) throws InterruptedException;
    }

    private final long millis;
    private final int times;

    @SuppressWarnings("ImmutableEnumChecker") // functions of the stage alone
    private final Act begin;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Act end;

    private final @Nullable LoaderMode mode;

    Fault(long millis, Act begin, Act end) {
        this(millis, 1, begin, end);
    }

    Fault(long millis, int times, Act begin) {
        this(millis, times, begin, stage -> {});
    }

    Fault(long millis, int times, Act begin, Act end) {
        this.millis = millis;
        this.times = times;
        this.begin = begin;
        this.end = end;
        this.mode = null;
    }

    Fault(LoaderMode mode) {
        this.millis = WHILE_LOADER_MILLIS;
        this.times = 1;
        this.begin = stage -> {};
        this.end = stage -> {};
        this.mode = mode;
    }

    /** Returns its name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds a fault by its name. */
    public static Optional<Fault> named(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst();
    }

    /** How the source behaves, or null if the fault leaves it alone. */
    @Nullable
    LoaderMode mode() {
        return mode;
    }

    /**
     * Whether one of the two, at its end or its begin, would end the other or change what it is: both stop or kill the
     * server, hold or delay the network, have a client's process stand still or end, or change the loader; or one kills the
     * server, which then forgets the settings that the other has changed. Such two are not let happen at once.
     */
    boolean clashes(Fault other) {
        return part() != Part.SETTINGS && part() != Part.NONE && part() == other.part()
                || kills() && other.part() == Part.SETTINGS
                || other.kills() && part() == Part.SETTINGS;
    }

    private enum Part {
        SERVER,
        NETWORK,
        SETTINGS,
        CLIENT,
        LOADER,
        NONE
    }

    private Part part() {
        return switch (this) {
            case STOP_1S, STOP_10S, KILL_KEEP, KILL_LOSE -> Part.SERVER;
            case BLACK_HOLE, BLACK_HOLE_REQUESTS, BLACK_HOLE_REPLIES, LATENCY_200MS, LATENCY_2S, TRICKLE ->
                Part.NETWORK;
            case OUTPUT_BUFFER, TRACKING_TABLE, EVICTION -> Part.SETTINGS;
            case CLIENT_STOP, CLIENT_KILLED -> Part.CLIENT;
            case LOADER_HANGS, LOADER_THROWS, LOADER_LAGS -> Part.LOADER;
            case RESET, CLIENT_KILL, FLUSHALL -> Part.NONE;
        };
    }

    private boolean kills() {
        return this == KILL_KEEP || this == KILL_LOSE;
    }

    /**
     * Whether a rule holds while this happens, so that it is judged, but in times of {@link Trouble}. Those that hold under
     * every fault are not asked for.
     *
     * <p>{@link Rule#MONOTONIC} holds where nobody loads without a lease and no lease is lost: then whoever loads next begins
     * after what was read before. {@link Rule#ONE_LOAD} and {@link Rule#VANISHED} speak of loads, whatever they bring; they
     * hold where Redis answers within its time-out and keeps what it has, and no load outlives its lease. The death of a
     * client is one of their terms: a second load is allowed then. A replica that lags gives what is older than what was
     * read, so it spares only the latter two.
     */
    boolean spares(Rule rule) {
        return switch (this) {
            case LATENCY_200MS, TRACKING_TABLE, LOADER_THROWS -> true;
            case LOADER_LAGS, CLIENT_KILLED -> rule != Rule.MONOTONIC;
            case STOP_1S,
                    STOP_10S,
                    KILL_KEEP,
                    KILL_LOSE,
                    BLACK_HOLE,
                    BLACK_HOLE_REQUESTS,
                    BLACK_HOLE_REPLIES,
                    RESET,
                    LATENCY_2S,
                    TRICKLE,
                    CLIENT_KILL,
                    OUTPUT_BUFFER,
                    FLUSHALL,
                    EVICTION,
                    CLIENT_STOP,
                    LOADER_HANGS -> false;
        };
    }

    /** Lets it happen and pass. */
    void strike(Stage stage) throws InterruptedException {
        try {
            for (int i = 0; i < times; i++) {
                begin.on(stage);
                stage.pass(millis);
            }
        } finally {
            end.on(stage);
        }
    }
}
