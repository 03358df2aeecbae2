package dev.larder.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The administration of a gateway: a listener of its own, apart from the site's, that takes {@code POST /purge} and {@code GET /status}. Only
 * those who know its token are listened to, and no page in a browser; but {@code GET /health} and {@code GET /ready} say yes or no to
 * anybody.
 */
final class Admin implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final String host;
    private final int port;

    private Admin(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
    }

    /**
     * Starts to listen.
     *
     * @param gateway what is administered
     * @param place the loopback address, unless others are to administer it over the network
     * @throws GatewayException if it cannot listen there
     */
    static Admin start(Gateway gateway, Listen place, AdminToken token) {
        String host = place.host();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            HttpServerOptions options = new HttpServerOptions()
                    .setMaxInitialLineLength(4_096)
                    .setMaxHeaderSize(8_192)
                    .setHttp2ClearTextEnabled(false)
                    .setIdleTimeout(30)
                    .setTcpNoDelay(true);
            AdminDoor door = new AdminDoor(gateway, token, host);
            HttpServer server = await(
                    vertx.createHttpServer(options).requestHandler(door::take).listen(place.port(), host));
            return new Admin(vertx, host, server.actualPort());
        } catch (RuntimeException | Error e) {
            closed(vertx);
            throw e;
        }
    }

    /** Returns the address to be asked at. */
    URI uri() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    @Override
    public void close() {
        closed(vertx);
    }

    private static void closed(Vertx vertx) {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new GatewayException("the administration cannot listen: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new GatewayException("the administration was not ready within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("interrupted while the administration was made ready", e);
        }
    }
}
