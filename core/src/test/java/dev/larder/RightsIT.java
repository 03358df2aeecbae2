package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedSentinel;
import dev.larder.embedded.ServerUser;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The engine's rights are complete and minimal: in a life in which it does everything it is refused nothing, which the servers
 * look at when they are closed, and uses every one of them.
 */
class RightsIT {

    private static final String OPTIONS = "timeout=20s&dead-after=30s";

    /** What needs no right. */
    private static final Set<String> FREE = Set.of("hello");

    private static Set<String> rights(Place place, String... andThese) {
        Set<String> commands = new TreeSet<>(
                Rights.of(Component.ENGINE, place, EngineUser.NAMESPACE).commands());
        commands.addAll(FREE);
        commands.addAll(List.of(andThese));
        return commands;
    }

    @Test
    void engine_onAServer_usesEveryCommandAndIsRefusedNone() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .user(EngineUser.at(Place.SERVER))
                        .start();
                Foreign foreign = Foreign.at(redis)) {
            foreign.call("CONFIG", "RESETSTAT");
            try (Larder larder = Quiet.patient(redis.uri())) {
                EveryCommand.run(larder);
                assertThat(foreign.call("CLIENT", "LIST")).contains("user=engine");
            }
            assertThat(EveryCommand.executed(foreign))
                    .isEqualTo(rights(Place.SERVER, "client|list", "config|resetstat"));
        }
    }

    @Test
    void engine_withoutOneOfItsPatterns_isRefused() {
        for (String pattern :
                Rights.of(Component.ENGINE, Place.SERVER, EngineUser.NAMESPACE).keys()) {
            try (EmbeddedRedis redis = EmbeddedRedis.builder()
                            .user(EngineUser.at(Place.SERVER))
                            .start();
                    Foreign foreign = Foreign.at(redis)) {
                List<String> rules = new ArrayList<>(List.of("ACL", "SETUSER", "engine", "resetkeys"));
                Rights.of(Component.ENGINE, Place.SERVER, EngineUser.NAMESPACE).keys().stream()
                        .filter(key -> !key.equals(pattern))
                        .forEach(rules::add);
                foreign.call(rules.toArray(String[]::new));
                try (Larder larder = Quiet.patient(redis.uri())) {
                    Cache<String, String> cache = larder.cache("refused", String.class, String.class, spec -> {});
                    assertThat(List.of(cache.put("a", "1"), larder.invalidateTag("t")))
                            .contains(Delivery.JOURNALED);
                    assertThat(cache.get("b", key -> "loaded")).isEqualTo("loaded");
                }
                assertThat(foreign.call("ACL", "LOG")).contains("engine");
                foreign.call("ACL", "LOG", "RESET");
            }
        }
    }

    @Test
    void engine_inACluster_usesEveryCommandAndIsRefusedNone() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(2, 0, EngineUser.at(Place.CLUSTER));
                Foreign first = Foreign.at(cluster.nodes().get(0));
                Foreign second = Foreign.at(cluster.nodes().get(1))) {
            first.call("CONFIG", "RESETSTAT");
            second.call("CONFIG", "RESETSTAT");
            try (Larder larder = Quiet.patient(cluster.uri())) {
                EveryCommand.run(larder);
                duringMigration(cluster, larder, first, second);
                Waits.until(() -> EveryCommand.executed(first).contains("exists"));
            }
            Set<String> executed = EveryCommand.executed(first);
            executed.addAll(EveryCommand.executed(second));
            assertThat(executed)
                    .isEqualTo(rights(Place.CLUSTER, "exists", "cluster|myid", "cluster|setslot", "config|resetstat"));
        }
    }

    /** A key that is not there, of a slot that is on the move, is to be asked for elsewhere. */
    private static void duringMigration(EmbeddedCluster cluster, Larder larder, Foreign first, Foreign second) {
        int slot = Waits.engine(larder)
                .far()
                .slot(Waits.engine(larder).names().value("moving", "k", 100).redis());
        boolean fromFirst = cluster.indexOf(slot) == 0;
        Foreign from = fromFirst ? first : second;
        Foreign to = fromFirst ? second : first;
        String number = String.valueOf(slot);
        to.call("CLUSTER", "SETSLOT", number, "IMPORTING", from.call("CLUSTER", "MYID"));
        from.call("CLUSTER", "SETSLOT", number, "MIGRATING", to.call("CLUSTER", "MYID"));
        Cache<String, String> cache = larder.cache("moving", String.class, String.class, spec -> {});
        assertThat(cache.put("k", "there")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.invalidate("k")).isEqualTo(Delivery.ACKNOWLEDGED);
        from.call("CLUSTER", "SETSLOT", number, "STABLE");
        to.call("CLUSTER", "SETSLOT", number, "STABLE");
    }

    @Test
    void engine_behindSentinels_isRefusedNothingBeforeAndAfterAFailover() {
        try (EmbeddedSentinel sentinel =
                EmbeddedSentinel.start("grounds", 1, EngineUser.at(Place.SERVER), EngineUser.at(Place.SENTINEL))) {
            try (Larder larder = Connected.to(sentinel.uri().replace("#", "?" + OPTIONS + "#"))) {
                Cache<String, String> cache = larder.cache("watched", String.class, String.class, spec -> {});
                assertThat(cache.put("a", "1")).isEqualTo(Delivery.ACKNOWLEDGED);
                EmbeddedRedis promoted = sentinel.failover();
                Waits.until(() -> larder.coherent() && cache.put("a", "2") == Delivery.ACKNOWLEDGED);
                try (Foreign foreign = Foreign.at(promoted)) {
                    Waits.until(() -> foreign.call("CLIENT", "LIST").contains("user=engine"));
                }
            }
        }
    }

    @Test
    void engine_inAnotherDatabase_needsSelectOnly() {
        List<String> rules = Rights.of(Component.ENGINE, Place.SERVER, EngineUser.NAMESPACE)
                .withDatabase()
                .rules();
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .user(new ServerUser("engine", "elsewhere", rules))
                        .start();
                Larder larder = Connected.to(redis.uri() + "/3?" + OPTIONS)) {
            EveryCommand.run(larder);
        }
    }
}
