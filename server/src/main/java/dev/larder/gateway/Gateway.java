package dev.larder.gateway;

import dev.larder.CacheStats;
import dev.larder.Larder;
import dev.larder.http.HttpCache;
import dev.larder.http.Route;
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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that answers from the cache, and from an origin what that does not have. HTTP/1.1 and HTTP/2 in clear text to clients,
 * HTTP/1.1 over pooled connections to the origin. Closing it lets requests under way end, for ten seconds at most.
 */
public final class Gateway implements AutoCloseable {

    private static final long STARTING_SECONDS = 30;
    private static final Duration DRAINING = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final HttpCache cache;
    private final Queue<HttpServer> servers;
    private final String host;
    private final int port;

    private Gateway(
            Vertx vertx, HttpClientAgent client, HttpCache cache, Queue<HttpServer> servers, String host, int port) {
        this.vertx = vertx;
        this.client = client;
        this.cache = cache;
        this.servers = servers;
        this.host = host;
        this.port = port;
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
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        HttpClientAgent client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(30)
                        .setConnectTimeout((int) settings.connect().toMillis())
                        .setSsl("https".equals(origin.getScheme()))
                        .setMaxHeaderSize(1 << 16)
                        .setDefaultHost(origin.getHost())
                        .setDefaultPort(
                                origin.getPort() >= 0
                                        ? origin.getPort()
                                        : "https".equals(origin.getScheme()) ? 443 : 80),
                new PoolOptions().setHttp1MaxSize(settings.connections()).setMaxWaitQueueSize(10_000));
        HttpCache.Builder cache = HttpCache.on(larder, new VertxOrigin(client, settings));
        routes.forEach(cache::route);
        Gateway gateway = new Gateway(vertx, client, cache.build(), new ConcurrentLinkedQueue<>(), host, port);
        try {
            return gateway.listening(settings);
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
    }

    private Gateway listening(GatewaySettings settings) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(8_192 + 64)
                .setMaxHeaderSize(16_384)
                .setIdleTimeout(60)
                .setTcpNoDelay(true)
                .setAcceptBacklog(1_024);
        // One free port, shared by all event loops.
        SocketAddress address =
                port == 0 ? SocketAddress.sharedRandomPort(1, host) : SocketAddress.inetSocketAddress(port, host);
        DeploymentOptions loops =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        await(vertx.deployVerticle(() -> new Listener(options, address, cache, settings, servers), loops));
        HttpServer any = Objects.requireNonNull(servers.peek());
        return new Gateway(vertx, client, cache, servers, host, any.actualPort());
    }

    /** Returns what its cache has counted. */
    public CacheStats stats() {
        return cache.stats();
    }

    /** Returns the address to be asked at. */
    public URI uri() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    @Override
    public void close() {
        servers.stream()
                .map(server -> server.shutdown(DRAINING))
                .reduce((a, b) -> Future.join(a, b).mapEmpty())
                .ifPresent(Gateway::settled);
        settled(client.close());
        settled(vertx.close());
    }

    /** One event loop of the server. */
    private record Listener(
            HttpServerOptions options,
            SocketAddress address,
            HttpCache cache,
            GatewaySettings settings,
            Queue<HttpServer> servers)
            implements Deployable {

        @Override
        public Future<?> deploy(Context context) {
            return context.owner()
                    .createHttpServer(options)
                    .requestHandler(request -> cache.handle(new VertxCall(request, settings.client())))
                    .listen(address)
                    .onSuccess(servers::add);
        }

        @Override
        public Future<?> undeploy(Context context) {
            return Future.succeededFuture();
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

    private static void settled(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(2 * DRAINING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(Gateway.class.getName())
                    .log(System.Logger.Level.WARNING, "the gateway did not close well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
