package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway between whoever sends it bytes and a {@link Witness}. Each case has a path of its own, so that all cases of a class share
 * one.
 */
final class Scene implements AutoCloseable {

    private static final String BASELINE = "/baseline";

    private final EmbeddedRedis redis;
    private final Larder larder;
    private final Witness origin;
    private final Gateway gateway;
    private final AtomicInteger paths = new AtomicInteger();
    private final String plain;

    private Scene(EmbeddedRedis redis, Larder larder, Witness origin, Gateway gateway) throws IOException {
        this.redis = redis;
        this.larder = larder;
        this.origin = origin;
        this.gateway = gateway;
        this.plain = get(BASELINE).content();
    }

    static Scene open(ScreeningRules rules, Route... routes) throws IOException {
        EmbeddedRedis redis = EmbeddedRedis.start();
        Larder larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        Witness origin = new Witness();
        GatewayConfig.Builder config = GatewayConfig.builder()
                .listen(new Listen("127.0.0.1", 0))
                .origin(GatewayConfig.USUAL, OriginSettings.of(origin.uri()))
                .screening(usual -> rules)
                .settings(usual -> usual.clearTextHttp2(true));
        List.of(routes).forEach(config::route);
        Gateway gateway = Gateway.start(larder, config.build());
        return new Scene(redis, larder, origin, gateway);
    }

    Witness origin() {
        return origin;
    }

    Gateway gateway() {
        return gateway;
    }

    /** Returns a path that no other case has. */
    String path() {
        return "/w" + paths.incrementAndGet() + "-";
    }

    Wire client() throws IOException {
        return Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()));
    }

    /** Sends bytes on a connection of their own, and returns what comes until the gateway ends it. */
    List<Reply> send(String bytes) throws IOException {
        try (Wire client = client()) {
            client.write(bytes);
            return Reply.all(client);
        }
    }

    /** Makes the head of a request, the last of its connection. */
    static String head(String method, String target, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Asks as the last request of a connection, with these fields. */
    Reply get(String target, String... fields) throws IOException {
        String[] all = new String[fields.length + 1];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Connection: close";
        List<Reply> replies = send(head("GET", target, all));
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    /** Sends one request over HTTP/2: names and values in turn, pseudo fields too. */
    Frames.Outcome http2(@Nullable String content, String... fields) throws IOException {
        try (Wire client = client()) {
            Frames frames = new Frames(client);
            frames.headers(1, content == null, fields);
            if (content != null) {
                frames.data(1, true, content);
            }
            return frames.outcome(1);
        }
    }

    /** Expects that others get what they get where nobody attacks, now and from the store. */
    void isClean(String target) throws IOException {
        for (int i = 0; i < 2; i++) {
            Reply reply = get(target);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.content()).isEqualTo(plain.replace(BASELINE, target));
        }
        isStored(target);
    }

    /** Expects an answer from the store, soon: nobody waits until what is answered is stored as well. */
    void isStored(String target, String... fields) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(target, fields).field("cache-status").contains("hit"));
    }

    /** Expects one answer of the gateway's own, that nothing has reached the origin, and that others notice nothing. */
    Reply isRefused(int status, String path, String bytes) throws IOException {
        List<Reply> replies = send(bytes);
        assertThat(replies).hasSize(1);
        Reply reply = replies.get(0);
        assertThat(reply.status()).isEqualTo(status);
        isOwn(reply);
        assertThat(origin.seen(path)).isEmpty();
        isClean(path);
        return reply;
    }

    /** Expects an answer that the gateway gives by itself: nobody stores it, and nothing in it runs. */
    static void isOwn(Reply reply) {
        assertThat(reply.field("cache-control")).isEqualTo("no-store");
        assertThat(reply.field("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.field("content-security-policy")).contains("default-src 'none'");
        assertThat(reply.field("x-frame-options")).isEqualTo("DENY");
        assertThat(reply.field("referrer-policy")).isEqualTo("no-referrer");
        assertThat(reply.content()).matches("([0-9]{3} [a-z0-9-]+\n)?");
    }

    @Override
    public void close() throws IOException {
        origin.close();
        gateway.close();
        larder.close();
        redis.close();
    }
}
