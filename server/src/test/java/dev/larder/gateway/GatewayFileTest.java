package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.ConfigurationException;
import dev.larder.http.AccessRules;
import dev.larder.http.Route;
import dev.larder.http.access.Rate;
import dev.larder.http.access.SessionCookie;
import dev.larder.http.decision.LifeRules;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ResponseRules;
import dev.larder.session.SessionPolicy;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.OnOutage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    void parse_everySettingOfAccess_reachesIt() {
        GatewayConfig config = parse("""
                origin: http://a
                sessions:
                  { cookie: __Host-s, same-site: strict, idle: 1h, absolute: 2d, rotation-grace: 3s, touch-every: 4s, near-entries: 5 }
                tokens: { near-entries: 6 }
                requests: { trusted-proxies: [10.0.0.0/8] }
                rates:
                  steady: { rate: 100/1s, burst: 200, by: [user, header.X-Tenant], on-outage: closed, local-share: 20 }
                  sliding: { window: 1_000/1h, by: address, on-outage: local 0.25 }
                  plain: { rate: 5 / 1m, by: route, on-outage: open }
                routes:
                  all:
                    prefix: /
                    access: either
                    protects: changes
                    roles: [planner, admin]
                    rates: [plain, steady]
                    same-for-all: on
                    pass-credentials: on
                  api: { prefix: /api, access: token, scopes: [read] }
                """);

        AccessSettings access = config.access();
        assertThat(access.cookie()).isEqualTo(new SessionCookie("__Host-s", SessionCookie.SameSite.STRICT));
        assertThat(access.sessions())
                .isEqualTo(SessionPolicy.builder()
                        .idle(Duration.ofHours(1))
                        .absolute(Duration.ofDays(2))
                        .rotationGrace(Duration.ofSeconds(3))
                        .touchEvery(Duration.ofSeconds(4))
                        .nearEntries(5)
                        .build());
        assertThat(access.tokensNear()).isEqualTo(6);
        assertThat(access.proxies().networks()).containsExactly("10.0.0.0/8");
        assertThat(access.rates().values())
                .containsExactly(
                        new Rate(
                                Limit.builder("steady", new Algorithm.Gcra(100, Duration.ofSeconds(1), 200))
                                        .onOutage(new OnOutage.Closed())
                                        .localShare(20)
                                        .build(),
                                List.of(new Rate.By.User(), new Rate.By.Header("X-Tenant"))),
                        new Rate(
                                Limit.builder("sliding", Algorithm.SlidingWindow.of(1_000, Duration.ofHours(1)))
                                        .onOutage(new OnOutage.Local(0.25))
                                        .build(),
                                List.of(new Rate.By.Address())),
                        new Rate(
                                Limit.builder("plain", Algorithm.Gcra.of(5, Duration.ofMinutes(1)))
                                        .onOutage(new OnOutage.Open())
                                        .build(),
                                List.of(new Rate.By.OfRoute())));
        assertThat(config.routes().get(0).access())
                .isEqualTo(AccessRules.OPEN
                        .with(AccessRules.By.EITHER, AccessRules.Protects.CHANGES)
                        .withRoles(Set.of("planner", "admin"))
                        .withRates(List.of("plain", "steady"))
                        .withSameForAll(true)
                        .withPassCredentials(true));
        assertThat(config.routes().get(1).access().scopes()).containsExactly("read");
    }

    @Test
    void parse_problemsOfAccess_areAllToldWithTheirPlaces() {
        assertThatThrownBy(() -> parse("""
                        origin: http://a
                        sessions: { cookie: session, near-entries: 5 }
                        rates:
                          one: { rate: 100, by: [address] }
                          two: { rate: 1/1s, window: 1/1s, by: [address] }
                          three: { rate: 1/1s, by: [adress] }
                          four: { rate: 1/1s }
                          five: { rate: 1/1s, by: [user], on-outage: opne }
                          six: { rate: 1/1s, by: [user] }
                        routes:
                          a: { prefix: /a, rates: [nothing] }
                          b: { prefix: /b, rates: [six] }
                          c: { prefix: /c, roles: [admin] }
                          d: { prefix: /d, access: session, scopes: [read] }
                          e: { prefix: /e, access: sesion }
                          f: { prefix: /f, access: session, rates: [one, six] }
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("larder.yaml:2:13: sessions.cookie: the name of the session's cookie begins with")
                .hasMessageContaining("larder.yaml:2:30: near-entries is 5 and touch-every is zero")
                .hasMessageContaining("larder.yaml:4:16: rate in rates.one is '100', but has to be so many in a time")
                .hasMessageContaining("larder.yaml:5:3: rates.two: a rate says either rate")
                .hasMessageContaining("larder.yaml:6:3: rates.three: by names what is counted together")
                .hasMessageContaining("larder.yaml:7:3: rates.four: rate four counts nothing together")
                .hasMessageContaining("did you mean 'open'?")
                .hasMessageContaining("larder.yaml:11:20: routes.a: the rate nothing is not among rates; known are six")
                .hasMessageContaining("larder.yaml:12:20: routes.b: the rate six counts by user")
                .hasMessageContaining("routes.c: roles and scopes need somebody who has them")
                .hasMessageContaining("routes.d: scopes are those of tokens")
                .hasMessageContaining("did you mean 'session'?")
                .hasMessageNotContaining("routes.f");
    }

    @Test
    void parse_problemsOfPolicies_areAllToldWhereTheyStand() {
        assertThatThrownBy(() -> parse("""
                        origin: http://a
                        sessions:
                          absolute: 1h
                          idle: 2h
                          rotation-grace: 2m
                        timeouts: { load: 20s }
                        tls: { key: /k }
                        admin: { token-file: /t }
                        """))
                .hasMessageContaining("larder.yaml:3:3: absolute is PT1H, shorter than idle")
                .hasMessageContaining("larder.yaml:5:3: rotation-grace is PT2M")
                .hasMessageContaining("larder.yaml:6:13: the time-out load is 15s at most")
                .hasMessageContaining("larder.yaml:7:8: tls.certificate and tls.key belong together")
                .hasMessageContaining("larder.yaml:8:10: ")
                .hasMessageNotContaining("larder.yaml:1:1:");
    }

    @ParameterizedTest
    @CsvSource({
        "header.X-Forwarded-For, anybody could send it",
        "header.x_tenant, servers read other characters",
        "header.Connection, it ends at this hop",
        "header.Host, a part of the URL",
        "header.X-HTTP-Method-Override, another method"
    })
    void parse_rateByAFieldThatNeverArrives_isRefused(String by, String why) {
        String file = "origin: http://a\nrates:\n  one: { rate: 1/1s, by: [address, " + by
                + "] }\nroutes: { r: { prefix: /, rates: [one] } }\n";

        assertThatThrownBy(() -> parse(file))
                .hasMessageStartingWith("larder.yaml:3:22: rates.one: the rate one counts by " + by
                        + ", which is taken away from every request: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void parse_rateByAFieldThatIsTrusted_canBe() {
        GatewayConfig config = parse("origin: http://a\nrequests: { trusted-fields: X-Real-IP }\n"
                + "rates: { one: { rate: 1/1s, by: header.X-Real-IP } }\nroutes: { r: { prefix: /, rates: [one] } }\n");

        assertThat(config.access().rates()).containsOnlyKeys("one");
    }

    @Test
    void parse_shareOfAnOutageBelowOnePermit_isRefused() {
        assertThatThrownBy(() ->
                        parse("origin: http://a\nrates: { one: { rate: 3/1s, by: address, on-outage: local 0.25 } }\n"))
                .hasMessageContaining("larder.yaml:2:10: rates.one: limit one: on-outage local 0.25 of 3");
    }

    @ParameterizedTest
    @CsvSource({
        "access: session, 17, sessions or tokens",
        "'access: token, rates: [few]', 17, sessions or tokens",
        "rates: [few], 17, rates"
    })
    void parseWhole_withoutASecretToHashWith_isRefusedOnce(String rules, int column, String what) {
        String file = "origin: http://a\nrates: { few: { rate: 1/1s, by: address } }\nroutes:\n  a: { prefix: /a, "
                + rules + " }\n  b: { prefix: /b, access: session }\n  c: { prefix: /c }\n";

        assertThat(parse(file).routes()).hasSize(3);
        assertThat(GatewayConfig.parseWhole("hash-secret: env:LARDER_HASH_SECRET\n" + file, "larder.yaml")
                        .routes())
                .hasSize(3);
        assertThatThrownBy(() -> GatewayConfig.parseWhole(file, "larder.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("larder.yaml:4:" + (column + 3) + ": routes.a needs " + what)
                .hasMessageContaining("hash-secret: env:LARDER_HASH_SECRET")
                .hasMessageNotContaining("\n");
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
