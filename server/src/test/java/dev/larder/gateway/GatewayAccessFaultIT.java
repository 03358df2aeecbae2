package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.ConfigurationException;
import dev.larder.Larder;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.Sessions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway whose way to Redis is cut, and one that has none. */
@Timeout(120)
final class GatewayAccessFaultIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] SECRET = "a secret of thirty-two bytes....".getBytes(StandardCharsets.US_ASCII);

    private static final String FILE = """
            listen: 127.0.0.1:0
            origin: ORIGIN
            rates:
              open: { rate: 1/1h, by: address, on-outage: open }
              closed: { rate: 100/1s, by: address, on-outage: closed }
              local: { rate: 2/1h, by: address, on-outage: local }
            routes:
              rest: { prefix: / }
              account: { prefix: /account, access: session }
              open: { prefix: /open, rates: [open], cached: off }
              closed: { prefix: /closed, rates: [closed], cached: off }
              local: { prefix: /local, rates: [local], cached: off }
            """;

    private static Reply get(Gateway gateway, String target, String... fields) throws IOException {
        try (Wire client = Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()))) {
            String head = Scene.head("GET", target, fields).replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            client.write(head);
            List<Reply> replies = Reply.all(client);
            assertThat(replies).hasSize(1);
            return replies.get(0);
        }
    }

    private static Larder connected(String uri) {
        Larder larder = Larder.builder().redis(uri).hashSecret(SECRET).build();
        await().atMost(SOON).until(larder::coherent);
        return larder;
    }

    @Test
    void redis_away_isNeitherALogoutNorAWayIn() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder here = connected(redis.uri(proxy));
                Larder elsewhere = connected(redis.uri());
                Witness origin = new Witness();
                Gateway gateway = Gateway.start(
                        here,
                        GatewayConfig.parse(FILE.replace("ORIGIN", origin.uri().toString()), "larder.yaml"))) {
            Sessions sessions = Sessions.on(elsewhere, policy -> policy);
            String id = ((Grant.Granted) sessions.login("alice", Details.NONE))
                    .session()
                    .id();
            String cookie = "Cookie: __Host-session=" + id;
            assertThat(get(gateway, "/account", cookie).status()).isEqualTo(200);
            int asked = origin.seen("/account").size();

            proxy.blackHole();

            await().atMost(SOON).until(() -> get(gateway, "/account", cookie).status() == 503);
            Reply later = get(gateway, "/account", cookie);
            Scene.isOwn(later);
            assertThat(later.field("retry-after")).isEqualTo("1");
            assertThat(later.field("set-cookie")).isEmpty();
            assertThat(get(gateway, "/account").status()).isEqualTo(401);
            assertThat(get(gateway, "/account", cookie + "x").status()).isEqualTo(401);
            assertThat(origin.seen("/account")).hasSize(asked);
            assertThat(get(gateway, "/free").status()).isEqualTo(200);

            for (int i = 0; i < 3; i++) {
                assertThat(get(gateway, "/open").status()).isEqualTo(200);
            }
            assertThat(get(gateway, "/closed").status()).isEqualTo(503);
            assertThat(get(gateway, "/local").status()).isEqualTo(200);
            assertThat(get(gateway, "/local").status()).isEqualTo(200);
            assertThat(get(gateway, "/local").status()).isEqualTo(429);

            proxy.heal();

            await().atMost(SOON).until(() -> get(gateway, "/account", cookie).status() == 200);
        }
    }

    @Test
    void start_withoutASecretOrARedis_saysWhatIsMissing() {
        String origin = FILE.replace("ORIGIN", "http://127.0.0.1:9");
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Larder bare = Larder.connect(redis.uri());
                Larder alone = Larder.builder().hashSecret(SECRET).build()) {
            for (Larder larder : List.of(bare, alone)) {
                assertThatThrownBy(() -> Gateway.start(larder, GatewayConfig.parse(origin, "larder.yaml"))
                                .close())
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(larder.equals(bare) ? "hash-secret" : "Redis");
            }
        }
    }
}
