package dev.larder.gateway;

import dev.larder.CacheStats;
import dev.larder.Larder;
import dev.larder.http.HttpCache;
import dev.larder.http.Route;
import dev.larder.http.guard.ScreeningRules;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers from the cache, and from an origin what that does not have. HTTP/1.1 and HTTP/2 to clients and to origins,
 * in clear text or by TLS. Closing it lets requests under way end, for ten seconds at most unless it is told
 * otherwise.
 */
public final class Gateway implements AutoCloseable {

    private static final long STARTING_SECONDS = 30;
    private static final Duration BACKSTOP = Duration.ofMinutes(2);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
    private volatile GatewayConfig config;
    private Origins origins;
    private @Nullable HttpCache cache;
    private int room;
    private volatile int port;

    private final Larder larder;
    private final Consumer<GatewayEvent> told;
    private final Gates gates;
    private final Guests guests = new Guests();
    private final @Nullable AccessLog log;
    private final @Nullable Certificates certificates;
    private final ScheduledExecutorService watching;
    private volatile boolean draining;
    private volatile @Nullable Admin admin;
    private @Nullable String complaint;

    private Gateway(Vertx vertx, Larder larder, GatewayConfig config, Consumer<GatewayEvent> told) {
        this.vertx = vertx;
        this.larder = larder;
        this.gates = new Gates(larder);
        this.config = config;
        this.told = told;
        this.origins = Origins.none(vertx, () -> this.config.settings(), told);
        this.certificates = config.tls() == null ? null : new Certificates(config.tls());
        this.log = config.accessLog() == null ? null : AccessLog.open(config.accessLog(), told);
        this.watching = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "larder-gateway-watch");
            thread.setDaemon(true);
            return thread;
        });
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
        GatewaySettings settings =
                GatewaySettings.builder().clearTextHttp2(true).build();
        return start(larder, host, port, origin, routes, settings);
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
        return start(larder, config, Gateway::logged);
    }

    /**
     * Starts a gateway.
     *
     * @param larder where responses are stored; it is not closed
     * @param told takes what an operator wants to know
     * @throws GatewayException if it cannot listen where it is to, or a file that it needs cannot be read
     */
    public static Gateway start(Larder larder, GatewayConfig config, Consumer<GatewayEvent> told) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Gateway gateway;
        try {
            gateway = new Gateway(vertx, larder, config, told);
        } catch (RuntimeException | Error e) {
            vertx.close().onComplete(done -> {}, failure -> {});
            throw e;
        }
        try {
            gateway.listen(gateway.made());
            return gateway;
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
    }

    private static void logged(GatewayEvent event) {
        System.Logger.Level level =
                event instanceof GatewayEvent.Reloaded ? System.Logger.Level.INFO : System.Logger.Level.WARNING;
        System.getLogger(Gateway.class.getName()).log(level, event.text());
    }

    private synchronized HttpCache made() {
        Origins first = origins.with(config);
        origins = first;
        HttpCache.Builder builder = HttpCache.on(larder, Origins.NONE)
                .screening(config.screening())
                .gate(gates.of(config))
                .patience(config.settings().load());
        first.byName().forEach(builder::origin);
        config.routes().forEach(builder::route);
        HttpCache made = builder.build();
        cache = made;
        return made;
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
        Origins others = origins.with(changed);
        SortedSet<String> invalidated;
        try {
            invalidated = Objects.requireNonNull(cache)
                    .replace(
                            changed.screening(),
                            changed.routes(),
                            others.byName(),
                            gates.of(changed),
                            changed.settings().load());
        } catch (RuntimeException | Error e) {
            others.leaveAllBut(origins);
            throw e;
        }
        config = changed;
        origins.leaveAllBut(others);
        origins = others;
        return Change.told(source, old, next, changed, invalidated);
    }

    /**
     * Looks once a second, until this is closed, whether a file says something else, and makes that hold.
     *
     * @param text what the file held when this was started
     * @param settle changes what the file says before it holds
     * @return has the file read at once, whether it has changed or not, and that of the access log opened anew
     */
    public Runnable watch(Path file, String text, UnaryOperator<GatewayConfig> settle) {
        ConfigWatch made = new ConfigWatch(file, text, next -> change(settle.apply(next), file.toString()), told);
        eachSecond(made::look);
        return () -> {
            made.reload();
            if (log != null) {
                log.reopen();
            }
        };
    }

    private void listen(HttpCache cache) {
        ScreeningRules rules = config.screening();
        room = Math.max(
                16_384, 2 * Math.max(rules.target().length(), rules.limits().head()));
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(room / 2 + 64)
                .setMaxHeaderSize(room)
                .setIdleTimeout((int) backstop(config.settings()).toSeconds())
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(config.settings().clearTextHttp2())
                .setAcceptBacklog(1_024);
        Certificates shown = certificates;
        if (shown != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(shown.keys())
                    .setEnabledSecureTransportProtocols(shown.versions())
                    .setSslHandshakeTimeout(config.settings().head().toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        // One free port, shared by all event loops.
        String host = config.listen().host();
        int wanted = config.listen().port();
        SocketAddress address =
                wanted == 0 ? SocketAddress.sharedRandomPort(1, host) : SocketAddress.inetSocketAddress(wanted, host);
        DeploymentOptions loops =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        await(vertx.deployVerticle(() -> new Listener(this, options, address, cache), loops), config.listen());
        port = Objects.requireNonNull(servers.peek()).actualPort();
        if (shown != null) {
            eachSecond(() -> lookAtCertificates(shown));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // tasks are guarded, and end with their thread
    private void eachSecond(Runnable look) {
        watching.scheduleWithFixedDelay(() -> guarded(look), 1, 1, TimeUnit.SECONDS);
    }

    private void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            told.accept(new GatewayEvent.Trouble("a look at files failed: " + e));
        }
    }

    /** A connection on which nothing moves while a request is under way; without one, {@link Lobby} ends it. */
    private static Duration backstop(GatewaySettings settings) {
        Duration busy = settings.silence().plus(settings.load()).plus(settings.idle());
        return busy.compareTo(BACKSTOP) > 0 ? busy : BACKSTOP;
    }

    /** Takes another certificate, if there is one; what cannot be used leaves the one that there is. */
    private void lookAtCertificates(Certificates shown) {
        try {
            HttpServer any = servers.peek();
            if (any != null && shown.look()) {
                any.updateSSLOptions(shown.options(), true)
                        .onSuccess(done ->
                                told.accept(new GatewayEvent.Trouble("another certificate is shown from now on")))
                        .onFailure(failure -> told.accept(new GatewayEvent.Trouble(
                                "the new certificate cannot be used, the old one stays: " + failure)));
            }
        } catch (GatewayException e) {
            String text = e.getMessage() + "; the certificate stays as it was";
            if (!text.equals(complaint)) {
                complaint = text;
                told.accept(new GatewayEvent.Trouble(text));
            }
        }
    }

    /**
     * Opens the administration, until this is closed: until then it says how that gets on.
     *
     * @return the address to be asked at
     * @throws GatewayException if it cannot listen there
     */
    public URI administer(Listen place, AdminToken token) {
        Admin opened = Admin.start(this, place, token);
        admin = opened;
        return opened.uri();
    }

    /** Returns how it is. */
    GatewayStatus status() {
        Origins all;
        synchronized (this) {
            all = origins;
        }
        GatewayConfig now = config;
        return new GatewayStatus(
                draining,
                larder.coherent(),
                guests.count(),
                guests.refused(),
                log == null ? 0 : log.dropped(),
                all.health(),
                now.routes().stream().map(GatewayStatus.RouteStatus::of).toList(),
                stats());
    }

    /** Returns whether it has been told to stop. */
    boolean draining() {
        return draining;
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
        return URI.create((certificates == null ? "http://" : "https://")
                + new Listen(config.listen().host(), port));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        watching.shutdownNow();
        servers.stream()
                .map(server -> server.shutdown(config.settings().drain()))
                .reduce((a, b) -> Future.join(a, b).mapEmpty())
                .ifPresent(this::settled);
        synchronized (this) {
            origins.shutdown().forEach(this::settled);
        }
        Admin opened = admin;
        if (opened != null) {
            opened.close();
        }
        settled(vertx.close());
        if (log != null) {
            log.close();
        }
    }

    /** One event loop of the server. */
    private record Listener(Gateway gateway, HttpServerOptions options, SocketAddress address, HttpCache cache)
            implements Deployable {

        @Override
        public Future<?> deploy(Context context) {
            Lobby lobby = new Lobby(gateway.guests, () -> gateway.config.settings());
            lobby.open(context.owner());
            return context.owner()
                    .createHttpServer(options)
                    .connectionHandler(lobby::enter)
                    .requestHandler(request -> gateway.serve(request, lobby, cache))
                    .invalidRequestHandler(Unreadable::answer)
                    .listen(address)
                    .onSuccess(gateway.servers::add);
        }

        @Override
        public Future<?> undeploy(Context context) {
            return Future.succeededFuture();
        }
    }

    /** What comes after the last request of a connection is no request any more. */
    private void serve(HttpServerRequest request, Lobby lobby, HttpCache cache) {
        Lobby.Stay stay = lobby.begin(request);
        if (stay == null) {
            request.connection().close();
            return;
        }
        AccessLog lines = log;
        AccessLogSettings said = config.accessLog();
        cache.handle(new Served(
                new VertxCall(
                        request, config.settings().client(), config.access().proxies()),
                request,
                () -> draining,
                stay,
                lines == null ? null : lines::log,
                said != null && said.query(),
                config.screening().content()));
    }

    private static <T> T await(Future<T> future, Listen place) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STARTING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new GatewayException(
                    "the gateway cannot listen on " + place + " (setting: listen): " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new GatewayException(
                    "the gateway did not listen on " + place + " within " + STARTING_SECONDS + " s", e);
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
