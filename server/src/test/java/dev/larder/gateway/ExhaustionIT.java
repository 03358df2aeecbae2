package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.BoundsRules;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Floods of requests that would fill the store, over a socket. Each case has a route, whose budget is its own. */
@Timeout(60)
final class ExhaustionIT {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int WINDOW_MILLIS = 400;
    private static final BoundsRules FEW = new BoundsRules(LONG, 10, 40, 4, 100, 8);
    private static final FieldRules PLAIN = FieldRules.builder().codings().build();

    private static Scene scene;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(
                ScreeningRules.DEFAULT,
                Route.of("all", "/", Profile.SAFE),
                route("queries", FEW).with(PLAIN),
                route("twice", FEW).with(PLAIN),
                route("waiting", new BoundsRules(Duration.ofMillis(WINDOW_MILLIS), 10, 40, 4, 100, 8)),
                route("variants", new BoundsRules(LONG, 1_000, 1_000, 4, 100, 8)),
                route("tags", new BoundsRules(LONG, 1_000, 1_000, 4, 20, 8)),
                route("flood", FEW).with(PLAIN),
                route("collisions", FEW).with(PLAIN));
    }

    private static Route route(String name, BoundsRules bounds) {
        return Route.of(name, "/" + name, Profile.SAFE)
                .with(bounds)
                .with(FieldRules.builder().codings().key("X-Kind").build());
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    /** Asks for so many targets on one connection, and returns how many of the responses are said to be stored. */
    private static long stored(int count, IntFunction<String> request) throws IOException {
        long stored = 0;
        try (Wire client = scene.client()) {
            for (int from = 0; from < count; from += 50) {
                int to = Math.min(count, from + 50);
                StringBuilder batch = new StringBuilder();
                IntStream.range(from, to).forEach(i -> batch.append(request.apply(i)));
                client.write(batch.toString());
                for (int i = from; i < to; i++) {
                    Reply reply = Reply.next(client);
                    assertThat(reply.status()).isEqualTo(200);
                    stored += reply.field("cache-status").contains("stored") ? 1 : 0;
                }
            }
        }
        return stored;
    }

    private static String get(String target, String... fields) {
        return Scene.head("GET", target, fields);
    }

    @Test
    void randomQueries_beyondTheBudget_areStoredAtTheSecondSightOnly() throws IOException {
        assertThat(stored(300, i -> get("/queries?a=" + i))).isBetween(10L, 20L);

        assertThat(scene.get("/queries?hot").field("cache-status")).doesNotContain("stored");
        assertThat(scene.get("/queries?hot").field("cache-status")).contains("stored");
        scene.isStored("/queries?hot");
        scene.isStored("/queries?a=0");
    }

    @Test
    void randomQueries_eachSentTwice_endAtTheSecondLimit() throws IOException {
        assertThat(stored(400, i -> get("/twice?a=" + i / 2))).isBetween(40L, 60L);

        assertThat(stored(10, i -> get("/twice?new"))).isZero();
    }

    @Test
    void budget_windowLater_beginsAnew() throws IOException {
        stored(100, i -> get("/waiting?a=" + i));

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stored(1, i -> get("/waiting?b=" + System.nanoTime())) == 1);
    }

    @Test
    void randomVariants_ofOneUrl_endAtItsLimit() throws IOException {
        assertThat(stored(100, i -> get("/variants", "X-Kind: " + i))).isBetween(4L, 10L);

        scene.isStored("/variants", "X-Kind: 0");
    }

    @Test
    void tags_tooManyOfOneOrOfAll_areNotStored() throws IOException {
        scene.origin().says("/tags", request -> {
            String target = request.split(" ", 3)[1];
            return Witness.ok("Cache-Tag: " + target.substring(target.indexOf('?') + 1) + "\r\n", "mown");
        });

        assertThat(stored(1, i -> get("/tags?a,b,c,d,e,f,g,h,i,j"))).isZero();
        assertThat(stored(100, i -> get("/tags?t" + i))).isBetween(10L, 20L);
    }

    /** More than the filters hold: they turn, and do not take everything for seen. */
    @Test
    void flood_ofThousands_doesNotMakeEverythingLookSeen() throws IOException {
        stored(1_500, i -> get("/flood?a=" + i));

        assertThat(stored(100, i -> get("/flood?b=" + i))).isLessThan(20);
    }

    /** The names all have one {@code String.hashCode}; what collides here depends on a secret. */
    @Test
    void urls_chosenToCollide_areNotTakenForOneAnother() throws IOException {
        stored(20, i -> get("/collisions?fill=" + i));
        List<String> names = IntStream.range(0, 256)
                .mapToObj(
                        i -> Integer.toBinaryString(256 + i).replace("0", "Aa").replace("1", "BB"))
                .toList();
        assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);

        assertThat(stored(256, i -> get("/collisions?" + names.get(i)))).isLessThan(20);
    }
}
