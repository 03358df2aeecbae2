package dev.larder.gateway;

import dev.larder.CacheStats;
import dev.larder.Larder;
import dev.larder.http.HttpCache;
import dev.larder.http.Origin;
import dev.larder.http.Route;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers from the cache, and from an origin what that does not have. HTTP/1.1 and HTTP/2 in clear text to clients,
 * HTTP/1.1 over pooled connections to the origin. Closing it lets requests under way end, for ten seconds at most unless it is told
 * otherwise.
 */
public final class Gateway implements AutoCloseable {

    private static final long STARTING_SECONDS = 30;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Map<String, VertxOrigin> origins = new HashMap<>();
    private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
    private volatile GatewayConfig config;
    private @Nullable HttpCache cache;
    private int room;
    private volatile @Nullable ConfigWatch watch;
    private volatile int port;

    private Gateway(Vertx vertx, GatewayConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /**
     * Starts a gateway.
     *
     * @param larder where responses are stored; it is not closed
     * @param host the address to listen on
     * @param port the port to listen on; 0 for one that is free
     * @param origin scheme, host and port of the origin
     * @throws GatewayException if it cannot listen there
     */
    public static Gateway start(Larder larder, String host, int port, URI origin, List<Route> routes) {
        return start(larder, host, port, origin, routes, GatewaySettings.DEFAULT);
    }

    static Gateway start(
            Larder larder, String host, int port, URI origin, List<Route> routes, GatewaySettings settings) {
        OriginSettings usual = OriginSettings.of(origin).withConnections(settings.connections());
        GatewayConfig.Builder config = GatewayConfig.builder()
                .listen(new Listen(host, port))
                .origin(GatewayConfig.USUAL, usual)
                .settings(ignored -> settings.toBuilder());
        routes.forEach(config::route);
        return start(larder, config.build());
    }

    /**
     * Starts a gateway.
     *
     * @param larder where responses are stored; it is not closed
     * @throws GatewayException if it cannot listen where it is to
     */
    public static Gateway start(Larder larder, GatewayConfig config) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Gateway gateway = new Gateway(vertx, config);
        try {
            gateway.listen(gateway.cache(larder));
            return gateway;
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
    }

    private synchronized HttpCache cache(Larder larder) {
        config.origins().forEach((name, settings) -> origins.put(name, origin(settings, config.settings())));
        HttpCache.Builder builder = HttpCache.on(larder, new NoOrigin())
                .screening(config.screening())
                .patience(config.settings().load());
        origins.forEach(builder::origin);
        config.routes().forEach(builder::route);
        HttpCache made = builder.build();
        cache = made;
        return made;
    }

    private VertxOrigin origin(OriginSettings origin, GatewaySettings settings) {
        HttpClientAgent client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(30)
                        .setConnectTimeout((int) settings.connect().toMillis())
                        .setSsl(origin.secure())
                        .setMaxHeaderSize(1 << 16)
                        .setDefaultHost(origin.uri().getHost())
                        .setDefaultPort(origin.port()),
                new PoolOptions().setHttp1MaxSize(origin.connections()).setMaxWaitQueueSize(10_000));
        return new VertxOrigin(client, () -> config.settings());
    }

    /**
     * Makes other rules hold for requests that come from now on; those under way end under the old ones. What takes a new start stays as it
     * is.
     *
     * @param source where they come from, for messages
     * @throws IllegalArgumentException if they cannot hold; then nothing changes
     */
    public synchronized GatewayEvent.Reloaded change(GatewayConfig next, String source) {
        GatewayConfig old = config;
        GatewayConfig changed = Change.of(old, next, room);
        Map<String, VertxOrigin> kept = new HashMap<>(origins);
        List<VertxOrigin> fresh = new ArrayList<>();
        changed.origins().forEach((name, settings) -> {
            boolean same = settings.equals(old.origins().get(name))
                    && changed.settings().connect().equals(old.settings().connect());
            if (!same) {
                VertxOrigin made = origin(settings, changed.settings());
                fresh.add(made);
                kept.put(name, made);
            }
        });
        kept.keySet().retainAll(changed.origins().keySet());
        Map<String, Origin> all = new HashMap<>(Map.of(GatewayConfig.USUAL, new NoOrigin()));
        all.putAll(kept);
        SortedSet<String> invalidated;
        try {
            invalidated = Objects.requireNonNull(cache)
                    .replace(
                            changed.screening(),
                            changed.routes(),
                            all,
                            changed.settings().load());
        } catch (RuntimeException | Error e) {
            fresh.forEach(origin -> origin.shutdown(CLOSING));
            throw e;
        }
        config = changed;
        List<VertxOrigin> gone = new ArrayList<>(origins.values());
        gone.removeAll(kept.values());
        gone.forEach(origin -> origin.shutdown(CLOSING));
        origins.clear();
        origins.putAll(kept);
        return Change.told(source, old, next, changed, invalidated);
    }

    /**
     * Looks once a second, until this is closed, whether a file says something else, and makes that hold.
     *
     * @param text what the file held when this was started
     * @param settle changes what the file says before it holds
     * @param told takes what has changed, and what is wrong
     * @return has the file read at once, whether it has changed or not
     */
    public Runnable watch(Path file, String text, UnaryOperator<GatewayConfig> settle, Consumer<GatewayEvent> told) {
        ConfigWatch made = new ConfigWatch(file, text, next -> change(settle.apply(next), file.toString()), told);
        watch = made;
        made.start();
        return made::reload;
    }

    private void listen(HttpCache cache) {
        ScreeningRules rules = config.screening();
        room = Math.max(
                16_384, 2 * Math.max(rules.target().length(), rules.limits().head()));
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(room / 2 + 64)
                .setMaxHeaderSize(room)
                .setIdleTimeout((int) Math.max(1, config.settings().idle().toSeconds()))
                .setTcpNoDelay(true)
                .setAcceptBacklog(1_024);
        // One free port, shared by all event loops.
        String host = config.listen().host();
        int wanted = config.listen().port();
        SocketAddress address =
                wanted == 0 ? SocketAddress.sharedRandomPort(1, host) : SocketAddress.inetSocketAddress(wanted, host);
        DeploymentOptions loops =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        await(vertx.deployVerticle(
                () -> new Listener(options, address, cache, () -> config.settings(), servers), loops));
        port = Objects.requireNonNull(servers.peek()).actualPort();
    }

    /** Returns what it answers from. */
    public synchronized HttpCache cache() {
        return Objects.requireNonNull(cache, "the gateway has been started");
    }

    /** Returns what its cache has counted. */
    public CacheStats stats() {
        return Objects.requireNonNull(cache).stats();
    }

    /** Returns the address to be asked at. */
    public URI uri() {
        return URI.create("http://" + new Listen(config.listen().host(), port));
    }

    @Override
    public void close() {
        ConfigWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
        servers.stream()
                .map(server -> server.shutdown(config.settings().drain()))
                .reduce((a, b) -> Future.join(a, b).mapEmpty())
                .ifPresent(this::settled);
        synchronized (this) {
            origins.values().forEach(origin -> settled(origin.shutdown(Duration.ZERO)));
        }
        settled(vertx.close());
    }

    /** One event loop of the server. */
    private record Listener(
            HttpServerOptions options,
            SocketAddress address,
            HttpCache cache,
            Supplier<GatewaySettings> settings,
            Queue<HttpServer> servers)
            implements Deployable {

        @Override
        public Future<?> deploy(Context context) {
            return context.owner()
                    .createHttpServer(options)
                    .requestHandler(request ->
                            cache.handle(new VertxCall(request, settings.get().client())))
                    .listen(address)
                    .onSuccess(servers::add);
        }

        @Override
        public Future<?> undeploy(Context context) {
            return Future.succeededFuture();
        }
    }

    /** There is none: all routes name another. */
    private record NoOrigin() implements Origin {
        @Override
        public CompletionStage<Response> send(
                RequestHead request, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
            return CompletableFuture.failedFuture(new IllegalStateException("no origin is told for this path"));
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STARTING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new GatewayException("the gateway cannot listen: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new GatewayException("the gateway did not listen within " + STARTING_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("interrupted while the gateway was to listen", e);
        }
    }

    private void settled(Future<?> future) {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(config.settings().drain().plus(CLOSING).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(Gateway.class.getName())
                    .log(System.Logger.Level.WARNING, "the gateway did not close well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
