package dev.larder.gateway;

import dev.larder.http.Origin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The origins of a gateway, each with its pool of connections and its checks. Immutable; others share those that stay as they are.
 *
 * @param settings those that hold now
 * @param told takes what an operator wants to know
 * @param made by their names
 */
record Origins(Vertx vertx, Supplier<GatewaySettings> settings, Consumer<GatewayEvent> told, Map<String, Made> made) {

    /** There is none: all routes name another. */
    static final Origin NONE = (request, content, interim) ->
            CompletableFuture.failedFuture(new IllegalStateException("no origin is told for this path"));

    /** So many connections of HTTP/2 to an origin, each with many requests at once. */
    private static final int MOST_MULTIPLEXED = 4;

    private static final Duration LINGER = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    /**
     * An origin, and what it was made of.
     *
     * @param connect for a new connection
     */
    record Made(OriginSettings of, Duration connect, VertxOrigin origin) {}

    static Origins none(Vertx vertx, Supplier<GatewaySettings> settings, Consumer<GatewayEvent> told) {
        return new Origins(vertx, settings, told, Map.of());
    }

    /** Returns those of a configuration: the same ones where nothing has changed. */
    Origins with(GatewayConfig config) {
        Duration connect = config.settings().connect();
        Map<String, Made> others = new HashMap<>();
        config.origins().forEach((name, said) -> {
            Made known = made.get(name);
            boolean same =
                    known != null && known.of().equals(said) && known.connect().equals(connect);
            others.put(name, same ? known : new Made(said, connect, made(name, said, connect)));
        });
        return new Origins(vertx, settings, told, Map.copyOf(others));
    }

    /** Returns all by their names, with one for the empty name in any case. */
    Map<String, Origin> byName() {
        Map<String, Origin> origins = new HashMap<>(Map.of(GatewayConfig.USUAL, NONE));
        made.forEach((name, known) -> origins.put(name, known.origin()));
        return origins;
    }

    /** Returns what is known of them, in the order of their names. */
    List<GatewayStatus.OriginStatus> health() {
        return made.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(known -> new GatewayStatus.OriginStatus(
                        known.getKey(), known.getValue().origin().health()))
                .toList();
    }

    /** Gives those up that others do not have. */
    void leaveAllBut(Origins others) {
        made.values().stream()
                .filter(known -> !others.made.containsValue(known))
                .forEach(known -> leave(known.origin()));
    }

    /** Ends all at once. */
    List<Future<Void>> shutdown() {
        return made.values().stream()
                .map(known -> known.origin().shutdown(Duration.ZERO))
                .toList();
    }

    /** Requests under way may ask it for a while: those that wait for others, and those that are sent once more. */
    private void leave(VertxOrigin origin) {
        origin.stopChecks();
        vertx.setTimer(LINGER.toMillis(), ignored -> origin.shutdown(CLOSING).onComplete(done -> {}, failure -> {}));
    }

    private VertxOrigin made(String name, OriginSettings origin, Duration connect) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAliveTimeout(30)
                .setConnectTimeout((int) connect.toMillis())
                .setSsl(origin.secure())
                .setVerifyHost(origin.verifyHostname())
                .setMaxHeaderSize(1 << 16)
                .setDefaultHost(origin.uri().getHost())
                .setDefaultPort(origin.port());
        if (origin.trust() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(origin.trust().toString()));
        }
        if (origin.http2()) {
            options.setProtocolVersion(HttpVersion.HTTP_2)
                    .setUseAlpn(origin.secure())
                    .setHttp2ClearTextUpgrade(false);
        }
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(origin.connections())
                .setHttp2MaxSize(Math.min(origin.connections(), MOST_MULTIPLEXED))
                .setMaxWaitQueueSize(10_000);
        Checks checks = origin.health() == null ? null : new Checks(name, origin.health(), vertx, options, told);
        if (checks != null) {
            checks.start();
        }
        HttpClientAgent client = vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection -> connection.exceptionHandler(Origins::broken))
                .build();
        return new VertxOrigin(client, settings, checks);
    }

    /** A connection has broken: its request fails with the reason. What is in that may be an echo of what somebody sent. */
    private static void broken(Throwable reason) {
        System.getLogger(Origins.class.getName())
                .log(
                        System.Logger.Level.DEBUG,
                        "a connection to the origin broke: {0}",
                        reason.getClass().getSimpleName());
    }
}
