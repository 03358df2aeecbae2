package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.ConfigurationException;
import dev.larder.http.Route;
import dev.larder.http.decision.LifeRules;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ResponseRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of a gateway, right and wrong. */
class GatewayFileTest {

    private static GatewayConfig parse(String yaml) {
        return GatewayConfig.parse(yaml, "larder.yaml");
    }

    private static Route route(String keys) {
        return parse("origin: http://a\nroutes:\n  one:\n    " + keys.replace("\n", "\n    "))
                .routes()
                .get(0);
    }

    @Test
    void parse_originAlone_isOneRouteForAllOfIt() {
        GatewayConfig config = parse("origin: https://grounds.example\nprofile: rfc");

        assertThat(config.listen()).isEqualTo(new Listen("127.0.0.1", 8_000));
        assertThat(config.origins().get("").port()).isEqualTo(443);
        assertThat(config.routes()).hasSize(1);
        assertThat(config.routes().get(0).settings().profile()).isEqualTo(Profile.RFC);
        assertThat(config.settings()).isEqualTo(GatewaySettings.DEFAULT);
    }

    @Test
    void parse_everySettingOfARoute_reachesTheRoute() {
        Route route = route("""
                path: /contracts/{id}
                profile: safe
                cached: on
                ttl: 5m..15m
                ttl-overrides: on
                negative-ttl: 3s
                stale-while-revalidate: 30s
                stale-if-error: 1h
                stale-when-disconnected: 2h
                kept-for-validation: 3h
                tags: ["contract:{id}", "tenant:{header.X-Tenant}"]
                tag-fields: [Cache-Tag]
                max-content: 2MiB
                key:
                  fields: [X-Tenant, "Accept-Language: de, en"]
                  pass: [traceparent]
                  strip: [x-b]
                  other-fields: pass
                  cookies: strip
                  authorization: bypass
                  parameters: [page, sort]
                  other-parameters: pass
                  parameter-order: by-name
                responses: { cookies: strip, dynamic-under-static-path: on }
                bounds: { window: 2m, keys: 10, most: 20, variants: 3, tags: 40, tags-of-one: 5 }
                """);

        assertThat(route.exact()).isTrue();
        assertThat(route.settings().lives())
                .isEqualTo(new LifeRules(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        true,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1)));
        assertThat(route.settings().staleWhenDisconnected()).isEqualTo(Duration.ofHours(2));
        assertThat(route.settings().keptForValidation()).isEqualTo(Duration.ofHours(3));
        assertThat(route.settings().tagFields()).containsExactly("Cache-Tag");
        assertThat(route.tags()).containsExactly("contract:{id}", "tenant:{header.X-Tenant}");
        assertThat(route.maxContent()).isEqualTo(2 << 20);
        assertThat(route.fields().keyNames()).containsExactly("accept-language", "x-tenant");
        assertThat(route.fields().rules())
                .contains("accept-language=[de, en]", "[traceparent]", "BYPASSSTRIPtrue", "[x-b]");
        assertThat(route.query().names()).containsExactlyInAnyOrder("page", "sort");
        assertThat(route.query().others()).isEqualTo(QueryRules.Disposition.PASS);
        assertThat(route.query().sorted()).isTrue();
        assertThat(route.responses().cookies()).isEqualTo(ResponseRules.SetCookie.STRIP);
        assertThat(route.responses().dynamicUnderStaticPath()).isTrue();
        assertThat(route.bounds().window()).isEqualTo(Duration.ofMinutes(2));
        assertThat(route.bounds().keys()).isEqualTo(10);
        assertThat(route.bounds().most()).isEqualTo(20);
        assertThat(route.bounds().variants()).isEqualTo(3);
        assertThat(route.bounds().tags()).isEqualTo(40);
        assertThat(route.bounds().tagsOfOne()).isEqualTo(5);
        assertThat(route.settings().maxTags()).isEqualTo(512);
    }

    /** What is not said stays as the profile has it: the same as in code. */
    @Test
    void parse_routeWithoutRules_isThatOfItsProfile() {
        for (Profile profile : Profile.values()) {
            Route said = route("prefix: /\nprofile: " + profile.name().toLowerCase(Locale.ROOT));
            Route made = Route.of("one", "/", profile);

            assertThat(said).usingRecursiveComparison().isEqualTo(made);
        }
    }

    @Test
    void parse_everySettingOfTheGateway_reachesIt() {
        GatewayConfig config = parse("""
                listen: "[::1]:0"
                origin: { url: "http://a:1", connections: 3 }
                origins: { b: http://b }
                timeouts:
                  { connect: 1s, connection: 2s, origin: 3s, client: 4s, load: 5s, idle: 6s, drain: 7s }
                limits:
                  { origin-connections: 9, fields: 10, field: 1KiB, head: 2KiB, target: 3KiB, parameters: 11 }
                requests:
                  methods: [GET, HEAD]
                  trusted-fields: [X-Real-Ip]
                  discard-content: on
                  merge-slashes: on
                  encoded-slashes: keep
                """);

        assertThat(config.listen()).isEqualTo(new Listen("::1", 0));
        assertThat(config.origins().values().stream()
                        .map(OriginSettings::connections)
                        .collect(Collectors.toList()))
                .containsExactly(3, 9);
        assertThat(config.settings())
                .isEqualTo(GatewaySettings.builder()
                        .connect(Duration.ofSeconds(1))
                        .turn(Duration.ofSeconds(2))
                        .silence(Duration.ofSeconds(3))
                        .client(Duration.ofSeconds(4))
                        .load(Duration.ofSeconds(5))
                        .idle(Duration.ofSeconds(6))
                        .drain(Duration.ofSeconds(7))
                        .connections(9)
                        .build());
        assertThat(config.screening().limits().fields()).isEqualTo(10);
        assertThat(config.screening().limits().field()).isEqualTo(1_024);
        assertThat(config.screening().limits().head()).isEqualTo(2_048);
        assertThat(config.screening().target().length()).isEqualTo(3_072);
        assertThat(config.screening().target().parameters()).isEqualTo(11);
        assertThat(config.screening().target().mergeSlashes()).isTrue();
        assertThat(config.screening().methods()).containsExactlyInAnyOrder("GET", "HEAD");
        assertThat(config.screening().trusted()).containsExactly("x-real-ip");
        assertThat(config.screening().discardContent()).isTrue();
    }

    @Test
    void parse_manyProblems_areAllToldWithTheirPlaces() {
        assertThatThrownBy(() -> parse("""
                        listn: 127.0.0.1:1
                        origin: http://user:secret@a
                        redis: redis://b
                        timeouts: { load: 20s, orgin: 1s }
                        routes:
                          one: { prefix: /a, tll: 5m }
                          two: { path: "/a/{id}", tags: ["a:{number}"] }
                          three: { prefix: /a, key: { parameters: a, dropped-parameters: b } }
                          four: { origin: nowhere }
                          Five: { prefix: /e }
                        limits: 7
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("larder.yaml:1:1: unknown key 'listn'; did you mean 'listen'?")
                .hasMessageContaining("larder.yaml:2:9: origin is 'http://***@a', but has to be http://")
                .hasMessageContaining("larder.yaml:4:13: the time-out load is 15s at most")
                .hasMessageContaining("larder.yaml:4:24: unknown key 'orgin' in timeouts; did you mean 'origin'?")
                .hasMessageContaining("larder.yaml:6:22: unknown key 'tll' in routes.one; did you mean 'ttl'?")
                .hasMessageContaining("larder.yaml:7:27: routes.two: a tag names the segment {number}")
                .hasMessageContaining("larder.yaml:8:24: routes.three: parameters names those that are in the key")
                .hasMessageContaining("larder.yaml:9:11: origin in routes.four is 'nowhere'")
                .hasMessageContaining("larder.yaml:9:3: routes.four: a route has either a prefix or a path")
                .hasMessageContaining("larder.yaml:10:3: the name of a route is 'Five'")
                .hasMessageContaining("larder.yaml:11:9: limits is '7', but has to be a mapping")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prefix: '/a/{id}x' | whole segment",
                "prefix: /straße | percent-encoded",
                "prefix: a | a path such as",
                "path: '/{a}/{a}' | each name once",
                "prefix: / , tags: '{header.X-Tenant}' | add it to the fields of the key",
                "prefix: / , tags: '{header.Cookie}' | holds secrets",
                "prefix: / , tags: 'a b' | no spaces",
                "prefix: / , tags: 'a{' | stands alone",
                "prefix: / , ttl: 5m..1m | from the shorter to the longer",
                "prefix: / , ttl-overrides: on | set ttl",
                "prefix: / , bounds: { keys: 30000 } | keys cannot exceed most",
                "prefix: / , key: { fields: Cookie } | can be neither in the key",
                "prefix: / , max-content: 0B | one byte at least",
            })
    void parse_routeThatCannotBe_isToldWhere(String keys, String what) {
        assertThatThrownBy(() -> parse("origin: http://a\nroutes: { r: { " + keys + " } }"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("larder.yaml:2:")
                .hasMessageContaining(what);
    }

    @Test
    void parse_routesOfTheSamePaths_areRefused() {
        assertThatThrownBy(() -> parse("""
                        origin: http://a
                        routes:
                          one: { path: "/a/{id}" }
                          two: { path: "/a/{number}" }
                        """))
                .hasMessageContaining("larder.yaml:4:10: routes.two has the paths of routes.one");
    }

    @Test
    void parse_noOrigin_isAProblem() {
        assertThatThrownBy(() -> parse("listen: 127.0.0.1:1")).hasMessageContaining("no origin: say where");
        assertThatThrownBy(() -> parse("")).hasMessageContaining("no origin: say where");
        assertThatThrownBy(() -> parse("origins: { b: http://b }\nroutes: { r: { prefix: / } }"))
                .hasMessageContaining("routes.r has no origin");
        assertThat(parse("origins: { b: http://b }\nroutes: { r: { prefix: /, origin: b } }")
                        .origins())
                .containsOnlyKeys("b");
    }

    @Test
    void load_noFile_saysSo(@TempDir Path folder) {
        assertThatThrownBy(() -> GatewayConfig.load(folder.resolve("larder.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1, 80",
        "[::1]:0, ::1, 0",
        "grounds.example:65535, grounds.example, 65535",
        "8000, , ",
        "a:, , ",
        ":80, , ",
        "a:65536, , ",
        "::1:80, , ",
        "[::1:80, , ",
        "[a]b:80, , "
    })
    void listen_text_isReadOrRefused(String text, String host, Integer port) {
        Listen expected = host == null ? null : new Listen(host, port);

        assertThat(Listen.parse(text)).isEqualTo(expected);
        assertThat(expected == null ? text : expected.toString()).isEqualTo(text);
    }

    @Test
    void admin_asItIsSaid_isRead() {
        assertThat(GatewayConfig.parse("origin: http://a", "test").admin()).isNull();
        assertThat(GatewayConfig.parse("origin: http://a\nadmin: { listen: 127.0.0.1:8001 }", "test")
                        .admin())
                .isEqualTo(new AdminSettings(new Listen("127.0.0.1", 8001), null, "LARDER_ADMIN_TOKEN"));
        assertThat(GatewayConfig.parse(
                                "origin: http://a\nadmin: { listen: 127.0.0.1:8001, token-file: /run/token }", "test")
                        .admin())
                .isEqualTo(new AdminSettings(new Listen("127.0.0.1", 8001), Path.of("/run/token"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token-file: /run/token | admin.listen",
                "token-env: TOKEN | admin.listen",
                "listen: '127.0.0.1:1', token-env: TOKEN, token-file: /run/token | exclude each other",
                "listen: here | HOST:PORT",
                "token: secret | token-file"
            })
    void admin_thatCannotBe_isAProblem(String said, String part) {
        assertThatThrownBy(() -> GatewayConfig.parse("origin: http://a\nadmin: { " + said + " }", "test"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("test:2:")
                .hasMessageContaining(part)
                .hasMessageNotContaining("secret");
    }

    @Test
    void admin_changed_waitsForTheNextStart() {
        GatewayConfig old = GatewayConfig.parse("origin: http://a", "test");
        GatewayConfig next = GatewayConfig.parse("origin: http://a\nadmin: { listen: 127.0.0.1:8001 }", "test");

        GatewayConfig changed = Change.of(old, next, 16_384);

        assertThat(changed.admin()).isNull();
        assertThat(Change.told("test", old, next, changed, new TreeSet<>()).later())
                .containsExactly("admin.listen", "admin.token-env");
    }
}
