package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;

/** One change, one command, and everything that shows contract 42 is gone: in two gateways and in another process of the service. */
class CentralIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=([0-9]+)");

    /** Counts what is being loaded: nobody waits for a fill, which is a script too. */
    private static final String LEASES = "local n = 0 for _, k in ipairs(redis.call('KEYS', '*')) do"
            + " if redis.call('GETRANGE', k, 0, 1) == 'L\\3' then n = n + 1 end end return n";

    private static EmbeddedRedis redis;
    private static Running running;
    private static Larder[] larders;
    private static Front[] gateways;
    private static ContractController elsewhere;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        running = Running.start("--larder.redis=" + redis.uri());
        larders = new Larder[] {connected(), connected(), connected()};
        gateways = new Front[] {
            new Front(larders[0], running.client().address()),
            new Front(larders[1], running.client().address())
        };
        elsewhere = new ContractController(larders[2], running.database(), InstantSource.system());
    }

    @AfterAll
    static void stop() {
        for (Larder larder : larders) {
            larder.close();
        }
        running.close();
        redis.close();
    }

    private static Larder connected() {
        Larder larder = Larder.connect(redis.uri());
        await().atMost(SOON).until(larder::coherent);
        return larder;
    }

    @BeforeEach
    void coherent() {
        await().atMost(SOON).until(() -> running.client().get("/health").text().contains("\"redis\":\"UP\""));
    }

    /** Gets it until every gateway has stored it. */
    private static void stored(String... targets) {
        for (String target : targets) {
            for (Front gateway : gateways) {
                await().atMost(SOON).until(() -> gateway.get(target).isHit());
            }
        }
    }

    private static long version(ContractController process, long id) {
        return ((ContractView) process.one(id).getBody()).version();
    }

    private static List<Long> shown(ContractController process, String area) {
        LinkedMultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
        parameters.add("area", area);
        Object listing = process.page(parameters).getBody();
        return ((Resource.Listing) listing)
                .items().stream().map(item -> ((ContractView) item).version()).toList();
    }

    private static String itself(Contract contract) {
        return "\"id\":" + contract.id() + ",\"version\":";
    }

    @Test
    void change_oneContract_reachesAllThatShowsItByOneCommand() {
        Contract contract = Running.contract(42, one -> one.status() == Contract.Status.ACTIVE);
        Contract other = Running.contract(1, one -> one.areaId() == contract.areaId() && one.id() != contract.id());
        long away = contract.areaId() == 3 ? 4 : 3;
        String page = "/contracts/" + contract.id();
        String ofItsArea = "/contracts?area=" + contract.areaId() + "&size=50";
        String allContracts = "/contracts?page=" + ((contract.id() - 1) / 50 + 1) + "&size=50";
        String[] stays = {
            "/contracts/" + other.id(),
            "/areas/" + contract.areaId(),
            "/contracts?area=" + away + "&size=50",
            "/contracts?status=OFFERED&size=50"
        };
        stored(page, ofItsArea, allContracts, "/contracts?status=SUSPENDED&size=50");
        stored(stays);
        version(elsewhere, contract.id());
        version(elsewhere, other.id());
        // Behind the back of all caches: whoever shows this has read it anew.
        running.database().contracts().update(other.id(), old -> old);
        await().atMost(SOON)
                .until(() -> redis.command(SOON, "EVAL", LEASES, "0").equals("0"));
        redis.command(SOON, "CONFIG", "RESETSTAT");

        Client.Reply reply = running.client().patch(page, "{\"status\": \"SUSPENDED\"}", "If-Match", "\"1\"");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(scripts()).isEqualTo(1);
        for (Front gateway : gateways) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(gateway.get(page).content()).contains(itself(contract) + "2");
                assertThat(gateway.get(ofItsArea).content()).contains(itself(contract) + "2");
                assertThat(gateway.get(allContracts).content()).contains(itself(contract) + "2");
                assertThat(gateway.get("/contracts?status=SUSPENDED&size=50").content())
                        .contains(itself(contract) + "2");
            });
            for (String target : stays) {
                assertThat(gateway.get(target).isHit()).as(target).isTrue();
            }
        }
        await().atMost(SOON).until(() -> version(elsewhere, contract.id()) == 2);
        assertThat(version(elsewhere, other.id())).isEqualTo(1);
        assertThat(shown(elsewhere, String.valueOf(contract.areaId()))).contains(2L);
    }

    private static int scripts() {
        Matcher found = SCRIPTS.matcher(redis.command(SOON, "INFO", "commandstats"));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void change_ofTheArea_reachesListingsThatItEnters() {
        Contract contract = Running.contract(22, one -> one.status() == Contract.Status.ACTIVE);
        long away = contract.areaId() == 5 ? 6 : 5;
        String left = "/contracts?area=" + contract.areaId() + "&size=2";
        String secondPage = "/contracts?area=" + contract.areaId() + "&page=2&size=2";
        String entered = "/contracts?area=" + away + "&size=50";
        stored(left, secondPage, entered);
        String before = gateways[0].get(secondPage).content();
        assertThat(gateways[0].get(entered).content()).doesNotContain(itself(contract));

        running.client().patch("/contracts/" + contract.id(), "{\"areaId\": " + away + "}", "If-Match", "\"1\"");

        for (Front gateway : gateways) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(gateway.get(entered).content()).contains(itself(contract));
                assertThat(gateway.get(secondPage).content()).isNotEqualTo(before);
            });
        }
    }

    @Test
    void change_whileRedisIsAway_isKeptAndAnnouncedLater() {
        Contract contract = Running.contract(300, one -> one.status() == Contract.Status.ACTIVE);
        String page = "/contracts/" + contract.id();
        stored(page);
        version(elsewhere, contract.id());
        redis.pause();
        try {
            // From now on nothing is sent any more: what reaches the others later can only come from the journal.
            await().atMost(SOON)
                    .until(() -> running.client().get("/health").text().contains("\"status\":\"DEGRADED\""));

            Client.Reply reply = running.client().patch(page, "{\"title\": \"Later\"}", "If-Match", "\"1\"");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(running.client().get(page).text()).contains("Later");
        } finally {
            redis.resume();
        }

        for (Front gateway : gateways) {
            await().atMost(SOON).until(() -> gateway.get(page).content().contains("Later"));
            await().atMost(SOON).until(() -> gateway.get(page).isHit());
        }
        await().atMost(SOON).until(() -> version(elsewhere, contract.id()) == 2);
    }
}
