package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.grounds.Contract;
import dev.larder.grounds.Equipment;
import dev.larder.grounds.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test has contracts of its own. */
class ChangeTest {
    private static Running running;
    private static Client client;

    @BeforeAll
    static void start() {
        running = Running.start();
        client = running.client();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static boolean isActive(Contract contract) {
        return contract.status() == Contract.Status.ACTIVE;
    }

    private static String path(Contract contract) {
        return "/contracts/" + contract.id();
    }

    private static List<Long> ids(String target) {
        List<Long> ids = new ArrayList<>();
        client.get(target)
                .json()
                .get("items")
                .forEach(item -> ids.add(item.get("id").asLong()));
        return ids;
    }

    @Test
    void patch_members_changesThoseAndNoOthers() {
        Contract contract = Running.contract(1, ChangeTest::isActive);
        client.get(path(contract));

        Client.Reply reply = client.patch(
                path(contract), "{\"title\": \"Mowing twice\", \"monthlyFee\": 12.5}", "If-Match", "\"1\"");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("ETag")).isEqualTo("\"2\"");
        assertThat(reply.field("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.text()).doesNotContain("@");
        Client.Reply read = client.get(path(contract));
        assertThat(read.json()).isEqualTo(reply.json());
        assertThat(read.json().get("title").asString()).isEqualTo("Mowing twice");
        assertThat(read.json().get("status").asString()).isEqualTo("ACTIVE");
        Contract kept = running.database().contracts().find(contract.id());
        assertThat(kept.terms().monthlyFee()).isEqualByComparingTo("12.50");
        assertThat(kept.customer()).isEqualTo(contract.customer());
    }

    @Test
    void patch_withoutCondition_isRefused() {
        Contract contract = Running.contract(20, ChangeTest::isActive);

        for (String[] fields : new String[][] {{}, {"If-Match", "*"}}) {
            Client.Reply reply = client.patch(path(contract), "{\"title\": \"x\"}", fields);

            assertThat(reply.status()).isEqualTo(428);
            assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(client.get(path(contract)).field("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void patch_onAnOldVersion_isRefusedAndLosesNothing() {
        Contract contract = Running.contract(30, ChangeTest::isActive);
        String etag = client.get(path(contract)).field("ETag");
        client.patch(path(contract), "{\"title\": \"first\"}", "If-Match", etag);

        Client.Reply lost = client.patch(path(contract), "{\"title\": \"second\"}", "If-Match", etag);

        assertThat(lost.status()).isEqualTo(412);
        assertThat(lost.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(client.get(path(contract)).json().get("title").asString()).isEqualTo("first");
        assertThat(client.patch(path(contract), "{\"title\": \"x\"}", "If-Match", "W/\"2\"")
                        .status())
                .isEqualTo(412);
        assertThat(client.patch(path(contract), "{\"title\": \"third\"}", "If-Match", "\"0\", \"2\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void patch_manyAtOnceOnOneVersion_oneWins() throws Exception {
        Contract contract = Running.contract(40, ChangeTest::isActive);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> changes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String json = "{\"title\": \"number " + i + "\"}";
                changes.add(() ->
                        client.patch(path(contract), json, "If-Match", "\"1\"").status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> change : clients.invokeAll(changes)) {
                statuses.add(change.get());
            }

            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
        } finally {
            clients.shutdownNow();
        }
        assertThat(client.get(path(contract)).field("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void patch_statusAndArea_movesBetweenListings() {
        Contract contract = Running.contract(60, ChangeTest::isActive);
        long id = contract.id();
        long other = contract.areaId() == 3 ? 4 : 3;
        String left = "/contracts?area=" + contract.areaId() + "&status=ACTIVE&size=50";
        String entered = "/contracts?area=" + other + "&status=SUSPENDED&size=50";
        assertThat(ids(left)).contains(id);
        assertThat(ids(entered)).doesNotContain(id);

        Client.Reply reply = client.patch(
                path(contract), "{\"status\": \"SUSPENDED\", \"areaId\": " + other + "}", "If-Match", "\"1\"");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(ids(left)).doesNotContain(id);
        assertThat(ids(entered)).contains(id);
        assertThat(ids("/contracts?area=" + other + "&size=50")).contains(id);
        assertThat(ids("/contracts?area=" + contract.areaId() + "&size=50")).doesNotContain(id);
    }

    @Test
    void patch_contradictions_areConflicts() {
        Contract ended = Running.contract(1, contract -> contract.status() == Contract.Status.EXPIRED);
        Contract active = Running.contract(80, ChangeTest::isActive);

        for (Client.Reply reply : List.of(
                client.patch(path(ended), "{\"title\": \"x\"}", "If-Match", "\"1\""),
                client.patch(path(active), "{\"areaId\": 9999}", "If-Match", "\"1\""),
                client.patch("/equipment/5", "{\"areaId\": 9999}", "If-Match", "\"1\""))) {
            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(client.get(path(ended)).field("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void patch_whatIsNotThere_isNotFound() {
        for (String[] change : new String[][] {
            {"/contracts/401", "{\"title\": \"x\"}"},
            {"/areas/9999", "{\"name\": \"x\"}"},
            {"/schedules/1", "{\"status\": \"DONE\"}"},
            {"/workers/9999", "{\"active\": true}"},
            {"/equipment/9999", "{\"status\": \"IN_USE\"}"}
        }) {
            assertThat(client.patch(change[0], change[1], "If-Match", "\"1\"").status())
                    .as(change[0])
                    .isEqualTo(404);
        }
    }

    @Test
    void patch_otherKinds_changeAsWell() {
        Schedule schedule = LongStream.rangeClosed(1, Running.CONTRACTS)
                .mapToObj(Running.GENERATOR::schedules)
                .flatMap(List::stream)
                .filter(visit -> visit.status() == Schedule.Status.PLANNED)
                .findFirst()
                .orElseThrow();
        long machine = LongStream.rangeClosed(1, Running.GENERATOR.equipment())
                .filter(id -> Running.GENERATOR.equipment(id).status() == Equipment.Status.AVAILABLE)
                .findFirst()
                .orElseThrow();

        for (String[] change : new String[][] {
            {"/areas/9", "{\"name\": \"Old park\", \"access\": \"By the gate\"}"},
            {"/schedules/" + schedule.id(), "{\"status\": \"DONE\"}"},
            {"/workers/4", "{\"role\": \"FOREMAN\", \"active\": false}"},
            {"/equipment/" + machine, "{\"status\": \"IN_REPAIR\"}"}
        }) {
            client.get(change[0]);
            Client.Reply reply = client.patch(change[0], change[1], "If-Match", "\"1\"");

            assertThat(reply.status()).as(change[0]).isEqualTo(200);
            assertThat(client.get(change[0]).json()).isEqualTo(reply.json());
            assertThat(client.get(change[0]).field("ETag")).isEqualTo("\"2\"");
        }
        assertThat(client.patch("/schedules/" + schedule.id(), "{\"status\": \"PLANNED\"}", "If-Match", "\"2\"")
                        .status())
                .isEqualTo(409);
        assertThat(ids("/workers?role=FOREMAN")).contains(4L);
    }
}
