package dev.larder.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.function.Consumer;

/**
 * The checks of one origin, over a connection of their own, so that a full pool looks like no failure. While they fail, requests fail at
 * once.
 */
final class Checks {

    private final String name;
    private final HealthSettings settings;
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Consumer<GatewayEvent> told;
    private Health health = Health.UP;
    private volatile boolean up = true;
    private volatile long timer = -1;

    /**
     * Creates checks that do not run yet.
     *
     * @param options as for requests
     */
    Checks(String name, HealthSettings settings, Vertx vertx, HttpClientOptions options, Consumer<GatewayEvent> told) {
        this.name = name;
        this.settings = settings;
        this.vertx = vertx;
        this.told = told;
        HttpClientOptions own = new HttpClientOptions(options)
                .setConnectTimeout((int) settings.timeout().toMillis());
        this.client =
                vertx.createHttpClient(own, new PoolOptions().setHttp1MaxSize(1).setHttp2MaxSize(1));
    }

    /** Begins with one at once. */
    void start() {
        check();
        timer = vertx.setPeriodic(settings.interval().toMillis(), ignored -> check());
    }

    boolean up() {
        return up;
    }

    private void check() {
        RequestOptions asked = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setURI(settings.path())
                .setConnectTimeout(settings.timeout().toMillis())
                .setTimeout(settings.timeout().toMillis())
                .putHeader("User-Agent", "larder-health");
        client.request(asked)
                .compose(request -> request.send().compose(this::answered))
                .onComplete(well -> found(well), failure -> found(false));
    }

    private Future<Boolean> answered(HttpClientResponse response) {
        boolean well = response.statusCode() < 400;
        return response.end().map(well);
    }

    private synchronized void found(boolean well) {
        Health before = health;
        Health after = before.after(well, settings);
        health = after;
        up = after.up();
        if (before.up() != after.up()) {
            told.accept(new GatewayEvent.Trouble("the origin " + (name.isEmpty() ? "" : name + " ")
                    + (after.up() ? "answers its checks again" : "fails its checks; requests to it fail at once")));
        }
    }

    void stop() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        client.close().onComplete(done -> {}, failure -> {});
    }
}
