package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedSentinel;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real server says to each component, by {@code ACL DRYRUN}. */
class RightsDryRunIT {

    /** For every component: what manages, listens, empties, leaves the namespace or is of a kind that Larder does not use. */
    private static final List<String> NEVER = List.of(
            "FLUSHALL",
            "FLUSHDB",
            "KEYS *",
            "RANDOMKEY",
            "CONFIG GET *",
            "CONFIG SET maxmemory 1",
            "CONFIG REWRITE",
            "DEBUG SLEEP 0",
            "SHUTDOWN",
            "MODULE LIST",
            "MODULE LOAD /tmp/x.so",
            "FUNCTION LIST",
            "FUNCTION LOAD x",
            "FCALL f 0",
            "ACL LIST",
            "ACL LOG",
            "ACL SETUSER x",
            "ACL DELUSER x",
            "ACL WHOAMI",
            "REPLICAOF NO ONE",
            "SLAVEOF NO ONE",
            "FAILOVER",
            "CLUSTER RESET",
            "CLUSTER SETSLOT 1 STABLE",
            "SYNC",
            "MIGRATE 127.0.0.1 6379 a:k 0 1",
            "DUMP a:k",
            "EVAL x 0",
            "EVAL_RO x 0",
            "SCRIPT FLUSH",
            "SCRIPT KILL",
            "MONITOR",
            "SUBSCRIBE c",
            "PSUBSCRIBE *",
            "SSUBSCRIBE c",
            "PUBLISH c m",
            "SPUBLISH c m",
            "PUBLISH __sentinel__:hello m",
            "SAVE",
            "BGSAVE",
            "BGREWRITEAOF",
            "LASTSAVE",
            "CLIENT KILL ID 1",
            "CLIENT PAUSE 1",
            "CLIENT NO-EVICT ON",
            "LATENCY RESET",
            "SLOWLOG GET",
            "SLOWLOG RESET",
            "MEMORY PURGE",
            "SWAPDB 0 1",
            "SELECT 1",
            "MULTI",
            "WAIT 0 0",
            "RENAME a:k a:l",
            "COPY a:k a:l",
            "MOVE a:k 1",
            "SORT a:k",
            "EXPIRE a:k 1",
            "PERSIST a:k",
            "APPEND a:k v",
            "GETDEL a:k",
            "GETSET a:k v",
            "SETEX a:k 1 v",
            "INCR a:k",
            "STRLEN a:k",
            "TYPE a:k",
            "LPUSH a:k v",
            "SADD a:k v",
            "XADD a:k * f v",
            "PFADD a:k v",
            "GEOADD a:k 1 1 v",
            "OBJECT ENCODING a:k");

    private static final List<String> CACHE = List.of(
            "CLIENT TRACKING ON",
            "INFO server",
            "TIME",
            "SCRIPT LOAD x",
            "GET a:c:{k}",
            "MGET a:c:{k} {a}:tag:t",
            "GETRANGE a:c:{k} 0 9",
            "SET a:c:{k}:lease m NX PX 1 GET",
            "SET {a}:tag:t v PX 1",
            "SETRANGE a:c:{k} 1 x",
            "DEL a:c:{k}",
            "PTTL a:{c}:dict",
            "TOUCH a:c:{k}",
            "EVALSHA abc 2 a:c:{k} a:c:{k}:lease x",
            "EVALSHA abc 1 {a}:root x");

    private static final List<String> MEASURING = List.of(
            "PING",
            "INFO all",
            "DBSIZE",
            "SCAN 0",
            "CLIENT LIST",
            "LATENCY HISTOGRAM",
            "LATENCY LATEST",
            "LATENCY HISTORY command",
            "MEMORY STATS",
            "SLOWLOG LEN",
            "MEMORY USAGE a:c:{k}",
            "OBJECT FREQ a:c:{k}",
            "OBJECT IDLETIME {a}:tag:t",
            "PTTL a:c:{k}");

    /** What nobody else may. */
    private static final String[] SESSIONS = {
        "EXISTS a:@tokens:{k}:h",
        "GETEX a:@l:0000",
        "ZREMRANGEBYSCORE a:@l:k 0 1",
        "HDEL a:@sessions:{k}:h a:x",
        "HEXISTS a:@sessions:{k}:h m",
        "HGET a:@sessions:{k}:h m",
        "HGETALL a:@sessions:user:{k}",
        "HLEN a:@sessions:{k}:h",
        "HMGET a:@sessions:{k}:h x",
        "HSET a:@sessions:{k}:h x e",
        "HSETNX a:@sessions:user:{k} e x",
        "PEXPIRE a:@sessions:{k}:h 60000",
        "UNLINK a:@sessions:index:{k}",
        "ZADD a:@sessions:index:{k} 1 h",
        "ZCARD a:@sessions:index:{k}",
        "ZRANGE a:@sessions:index:{k} 0 1",
        "ZREM a:@sessions:index:{k} h",
        "ZSCORE a:@sessions:index:{k} h"
    };

    private static final Map<Component, List<String>> ALLOWED = new EnumMap<>(Map.of(
            Component.ENGINE,
            plus(CACHE, "SCAN 0"),
            Component.SESSION,
            plus(CACHE, SESSIONS),
            Component.LIVE,
            CACHE,
            Component.OPS,
            MEASURING,
            Component.BACKUP,
            List.of("PING", "INFO replication", "REPLCONF listening-port 1", "PSYNC ? -1"),
            Component.RESTORE,
            List.of("PING", "INFO server", "RESTORE a:c:{k} 0 x", "RESTORE {a}:tag:t 0 x REPLACE")));

    /** Names that look like those of the namespace {@code a} and are not. */
    private static final List<String> ELSEWHERE = List.of(
            "ab:c:{k}",
            "a",
            "a.b:c:{k}",
            "{ab}:tag:x",
            "{a}",
            "{a}x:tag:x",
            "{a",
            "A:c:{k}",
            " a:c:{k}",
            "xa:c:{k}",
            "b:{a}:dict",
            "b:a:{k}",
            "b:c:{a:}",
            "{b}:tag:a:c",
            "{b}:{a}:tag:x",
            "*");

    private static EmbeddedRedis redis;
    private static Foreign foreign;

    private static List<String> plus(List<String> some, String... others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(others));
        return all;
    }

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        foreign = Foreign.at(redis);
        for (Component component : Component.values()) {
            setUser(component.word(), Rights.of(component, Place.SERVER, "a"));
            setUser(component.word() + "-in-cluster", Rights.of(component, Place.CLUSTER, "a"));
        }
    }

    @AfterAll
    static void stop() {
        foreign.close();
        redis.close();
    }

    private static void setUser(String name, Rights rights) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", name));
        words.addAll(rights.rules());
        assertThat(foreign.call(words.toArray(String[]::new))).isEqualTo("OK");
    }

    private static String dryRun(String user, String... command) {
        List<String> words = new ArrayList<>(List.of("ACL", "DRYRUN", user));
        words.addAll(List.of(command));
        return foreign.call(words.toArray(String[]::new));
    }

    private static void refuses(String user, String... command) {
        assertThat(dryRun(user, command))
                .as("%s: %s", user, List.of(command))
                .startsWith("This user has no permissions");
    }

    private static void allows(String user, String... command) {
        assertThat(dryRun(user, command)).as("%s: %s", user, List.of(command)).isEqualTo("OK");
    }

    @ParameterizedTest
    @EnumSource(Component.class)
    void dryRun_itsOwnCommands_areAllowedAndThoseOfOthersAreNot(Component component) {
        Set<String> mine = verbs(component);
        for (String user : List.of(component.word(), component.word() + "-in-cluster")) {
            for (String command : ALLOWED.get(component)) {
                allows(user, command.split(" ", -1));
            }
            for (List<String> commands : ALLOWED.values()) {
                for (String command : commands) {
                    if (!mine.contains(verb(command))) {
                        refuses(user, command.split(" ", -1));
                    }
                }
            }
        }
    }

    private static Set<String> verbs(Component component) {
        return ALLOWED.get(component).stream().map(RightsDryRunIT::verb).collect(Collectors.toSet());
    }

    /** The name of a command, with that of its subcommand. */
    private static String verb(String command) {
        String[] words = command.split(" ", -1);
        boolean container = Set.of("CLIENT", "SCRIPT", "LATENCY", "MEMORY", "SLOWLOG", "OBJECT")
                .contains(words[0]);
        return container ? words[0] + " " + words[1] : words[0];
    }

    @ParameterizedTest
    @EnumSource(Component.class)
    void dryRun_whatNobodyMay_isRefused(Component component) {
        for (String command : NEVER) {
            refuses(component.word(), command.split(" ", -1));
            refuses(component.word() + "-in-cluster", command.split(" ", -1));
        }
    }

    static Stream<Arguments> keyed() {
        return Stream.of(
                Arguments.of(
                        Component.ENGINE, List.of("GET K", "SET K v", "DEL K", "MGET a:c:{k} K", "TOUCH K", "PTTL K")),
                Arguments.of(Component.ENGINE, List.of("EVALSHA abc 1 K", "EVALSHA abc 2 a:c:{k} K", "GETRANGE K 0 1")),
                Arguments.of(Component.SESSION, List.of("GET K", "SET K v", "DEL K", "EVALSHA abc 1 K")),
                Arguments.of(Component.LIVE, List.of("GET K", "SET K v", "DEL K", "EVALSHA abc 1 K")),
                Arguments.of(Component.OPS, List.of("MEMORY USAGE K", "OBJECT FREQ K", "OBJECT IDLETIME K", "PTTL K")),
                Arguments.of(Component.RESTORE, List.of("RESTORE K 0 x", "RESTORE K 0 x REPLACE")));
    }

    @ParameterizedTest
    @EnumSource(value = Component.class, names = "SESSION", mode = EnumSource.Mode.EXCLUDE)
    void dryRun_whatOnlySessionsMay_isRefused(Component component) {
        for (String command : SESSIONS) {
            refuses(component.word(), command.split(" ", -1));
            refuses(component.word() + "-in-cluster", command.split(" ", -1));
        }
    }

    @ParameterizedTest
    @MethodSource("keyed")
    void dryRun_keysOfOtherNamespaces_areRefused(Component component, List<String> commands) {
        for (String command : commands) {
            for (String key : ELSEWHERE) {
                String[] words = command.split(" ", -1);
                for (int i = 0; i < words.length; i++) {
                    words[i] = words[i].equals("K") ? key : words[i];
                }
                refuses(component.word(), words);
                refuses(component.word() + "-in-cluster", words);
            }
        }
    }

    @Test
    void dryRun_namespaceWithADot_isNoPattern() {
        setUser("dotted", Rights.of(Component.ENGINE, Place.SERVER, "a.b-c_d"));
        allows("dotted", "GET", "a.b-c_d:c:{k}");
        allows("dotted", "GET", "{a.b-c_d}:tag:t");
        for (String key : List.of("axb-c_d:c:{k}", "a.bxc_d:c:{k}", "a.b-cxd:c:{k}", "{axb-c_d}:tag:t")) {
            refuses("dotted", "GET", key);
        }
    }

    @Test
    void dryRun_heartbeatOfACluster_isAllowedAndNothingElseOfItsKey() {
        allows("engine-in-cluster", "EXISTS", "larder:heartbeat:17");
        allows("engine-in-cluster", "CLUSTER", "SLOTS");
        allows("engine-in-cluster", "ASKING");
        refuses("engine-in-cluster", "EXISTS", "larder:heartbeat:{17}");
        refuses("engine-in-cluster", "EXISTS", "a:c:{k}");
        refuses("engine-in-cluster", "GET", "larder:heartbeat:17");
        refuses("engine", "EXISTS", "larder:heartbeat:17");
        refuses("engine", "CLUSTER", "SLOTS");
        refuses("ops-in-cluster", "EXISTS", "larder:heartbeat:17");
        refuses("ops-in-cluster", "ASKING");
    }

    /** Not only what somebody thought of: the server lists what the user may do. */
    @ParameterizedTest
    @EnumSource(Component.class)
    void user_asTheServerListsIt_hasTheseRightsAlone(Component component) {
        for (Place place : List.of(Place.SERVER, Place.CLUSTER)) {
            Rights rights = Rights.of(component, place, "a");
            String name = place == Place.SERVER ? component.word() : component.word() + "-in-cluster";
            String line = foreign.call("ACL", "LIST")
                    .lines()
                    .filter(user -> user.startsWith("user " + name + " "))
                    .findFirst()
                    .orElseThrow();
            List<String> expected = new ArrayList<>(List.of("user", name, "off", "sanitize-payload", "resetchannels"));
            expected.add("-@all");
            rights.commands().forEach(command -> expected.add("+" + command));
            expected.addAll(rights.keys());
            rights.selectors().forEach(selector -> {
                expected.addAll(List.of("%R~larder:heartbeat:[0-9]*", "resetchannels", "-@all", "+exists"));
            });
            assertThat(line.replaceAll("[()]", "").split(" ", -1)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void dryRun_onASentinel_isTheQuestionAlone() {
        try (EmbeddedSentinel watched = EmbeddedSentinel.start("grounds", 1, null, null);
                Foreign sentinel = Foreign.at(watched.sentinels().get(0))) {
            for (Component component : List.of(Component.ENGINE, Component.OPS)) {
                List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", component.word()));
                words.addAll(Rights.of(component, Place.SENTINEL, "a").rules());
                assertThat(sentinel.call(words.toArray(String[]::new))).isEqualTo("OK");
            }
            String[] mayBeAsked = {"SENTINEL GET-MASTER-ADDR-BY-NAME grounds", "SENTINEL MASTERS", "PING", "INFO"};
            for (int i = 0; i < mayBeAsked.length; i++) {
                assertThat(onSentinel(sentinel, "engine", mayBeAsked[i]).equals("OK"))
                        .isEqualTo(i == 0);
                assertThat(onSentinel(sentinel, "ops", mayBeAsked[i]).equals("OK"))
                        .isEqualTo(i != 0);
            }
            for (String command : List.of(
                    "SENTINEL FAILOVER grounds",
                    "SENTINEL SET grounds quorum 1",
                    "SENTINEL REMOVE grounds",
                    "SENTINEL RESET *",
                    "SENTINEL CONFIG GET *",
                    "ACL LIST",
                    "SHUTDOWN",
                    "PUBLISH __sentinel__:hello x",
                    "SUBSCRIBE +switch-master")) {
                assertThat(onSentinel(sentinel, "engine", command)).startsWith("This user has no permissions");
                assertThat(onSentinel(sentinel, "ops", command)).startsWith("This user has no permissions");
            }
        }
    }

    private static String onSentinel(Foreign sentinel, String user, String command) {
        List<String> words = new ArrayList<>(List.of("ACL", "DRYRUN", user));
        words.addAll(List.of(command.split(" ", -1)));
        return sentinel.call(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset on +@all", "~*"})
    void dryRun_tooManyRights_areNoticed(String rules) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "mighty"));
        words.addAll(Rights.of(Component.ENGINE, Place.SERVER, "a").rules());
        words.addAll(List.of(rules.split(" ", -1)));
        foreign.call(words.toArray(String[]::new));
        assertThatThrownBy(() -> {
                    refuses("mighty", "FLUSHALL");
                    refuses("mighty", "GET", "b:c:{k}");
                })
                .isInstanceOf(AssertionError.class);
    }
}
