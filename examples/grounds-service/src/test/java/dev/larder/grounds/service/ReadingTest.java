package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.grounds.Contract;
import dev.larder.grounds.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReadingTest {
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

    @ParameterizedTest
    @CsvSource({
        "/areas/7,      area:7,      900, 30, 3600",
        "/contracts/42, contract:42, 300, 30, 3600",
        "/workers/3,    worker:3,    30,  5,  30",
        "/equipment/5,  equipment:5, 30,  5,  30",
        "/,             index,       3600, 300, 86400"
    })
    void get_oneThing_hasItsTagVersionAndTime(String path, String tag, int fresh, int revalidating, int error) {
        Client.Reply reply = client.get(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("Content-Type")).startsWith("application/json");
        assertThat(reply.field("Cache-Control"))
                .isEqualTo(
                        "max-age=" + fresh + ", stale-while-revalidate=" + revalidating + ", stale-if-error=" + error);
        assertThat(reply.tags()).containsExactly(tag);
        assertThat(reply.field("ETag")).matches("\"[0-9]+\"");
        assertThat(reply.field("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void get_schedule_isThatOfItsContract() {
        Schedule schedule = LongStream.rangeClosed(1, Running.CONTRACTS)
                .mapToObj(Running.GENERATOR::schedules)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();

        Client.Reply reply = client.get("/schedules/" + schedule.id());

        assertThat(reply.json().get("contractId").asLong()).isEqualTo(schedule.contractId());
        assertThat(reply.json().get("day").asString()).isEqualTo(schedule.day().toString());
        assertThat(reply.tags()).containsExactly("schedule:" + schedule.id());
        assertThat(reply.field("Cache-Control")).startsWith("max-age=30,");
    }

    @Test
    void get_anyContract_isTheGeneratedOneWithoutContact() {
        for (long id = 1; id <= 40; id++) {
            Contract contract = Running.GENERATOR.contract(id);
            Client.Reply reply = client.get("/contracts/" + id);

            assertThat(reply.json().get("title").asString()).isEqualTo(contract.title());
            assertThat(reply.json().get("customer").asString())
                    .isEqualTo(contract.customer().name());
            assertThat(reply.text()).doesNotContain("@");
        }
    }

    @Test
    void get_worker_showsNeitherWagesNorAddresses() {
        assertThat(client.get("/workers/3").json().propertyNames())
                .containsExactlyInAnyOrder("id", "version", "name", "role", "active", "skills");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/contracts/42", "/contracts?area=7", "/areas", "/schedules?contract=42", "/"})
    void get_whatTheClientHas_isNotSentAgain(String target) {
        String etag = client.get(target).field("ETag");

        Client.Reply same = client.get(target, "If-None-Match", "\"other\", " + etag);

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.field("ETag")).isEqualTo(etag);
        assertThat(same.field("Cache-Control")).startsWith("max-age=");
        assertThat(same.field("Surrogate-Key")).isNotEmpty();
        assertThat(client.get(target, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    void get_listing_isTaggedWithItsFilterAndAllThatItShows() {
        List<Long> ids = ids(contract -> contract.areaId() == 7);

        Client.Reply reply = client.get("/contracts?area=7&size=3");

        assertThat(shown(reply)).containsExactlyElementsOf(ids.subList(0, 3));
        assertThat(reply.tags())
                .containsExactly(
                        "contracts:area:7",
                        "contract:" + ids.get(0),
                        "contract:" + ids.get(1),
                        "contract:" + ids.get(2));
        assertThat(reply.field("ETag")).startsWith("W/\"");
        assertThat(reply.field("Cache-Control")).startsWith("max-age=300,");
    }

    @Test
    void get_listings_haveTheTagOfTheirFilter() {
        assertThat(client.get("/contracts").tags()).startsWith("contracts", "contract:1");
        assertThat(client.get("/contracts?status=ACTIVE").tags()).startsWith("contracts:status:active");
        assertThat(client.get("/contracts?status=ACTIVE&area=7").tags()).startsWith("contracts:area:7:status:active");
        assertThat(client.get("/areas?kind=PARK").tags()).startsWith("areas:kind:park");
        assertThat(client.get("/schedules?worker=1").tags()).startsWith("schedules:worker:1");
        assertThat(client.get("/workers?role=GARDENER").tags()).startsWith("workers:role:gardener");
        assertThat(client.get("/equipment?area=7").tags()).startsWith("equipment:area:7");
    }

    @Test
    void get_listingOfAnySize_hasNoMoreTagsThanAGatewayCounts() {
        assertThat(client.get("/contracts?size=50").tags()).hasSize(51);
    }

    @Test
    void get_filters_areMetByAllAndOnlyThose() {
        assertThat(all("/contracts?area=7&status=ACTIVE&size=2"))
                .isNotEmpty()
                .isEqualTo(ids(contract -> contract.areaId() == 7 && contract.status() == Contract.Status.ACTIVE));
        assertThat(all("/contracts?status=EXPIRED"))
                .isNotEmpty()
                .isEqualTo(ids(contract -> contract.status() == Contract.Status.EXPIRED));
        assertThat(all("/schedules?worker=2"))
                .isNotEmpty()
                .isEqualTo(LongStream.rangeClosed(1, Running.CONTRACTS)
                        .mapToObj(Running.GENERATOR::schedules)
                        .flatMap(List::stream)
                        .filter(schedule -> schedule.workerIds().contains(2L))
                        .map(Schedule::id)
                        .toList());
    }

    @Test
    void get_pages_leadToEachOtherAndEnd() {
        assertThat(all("/contracts?size=50"))
                .isEqualTo(LongStream.rangeClosed(1, Running.CONTRACTS).boxed().toList());

        JsonNode first = client.get("/contracts?size=50").json();
        JsonNode last = client.get("/contracts?size=50&page=8").json();
        assertThat(first.has("prev")).isFalse();
        assertThat(first.get("next").asString()).isEqualTo("/contracts?page=2&size=50");
        assertThat(last.get("prev").asString()).isEqualTo("/contracts?page=7&size=50");
        assertThat(last.has("next")).isFalse();
        assertThat(shown(client.get("/contracts?size=50&page=9"))).isEmpty();
        assertThat(shown(client.get("/contracts?size=50&page=10000"))).isEmpty();
        assertThat(client.get("/contracts?page=8&size=50").field("ETag"))
                .isNotEqualTo(client.get("/contracts?page=9&size=50").field("ETag"));
    }

    @Test
    void get_index_saysHowManyContractsThereAre() {
        assertThat(client.get("/").json().get("contracts").asInt()).isEqualTo(Running.CONTRACTS);
        assertThat(client.get("/").json().get("listings").get("workers").asString())
                .isEqualTo("/workers");
    }

    @Test
    void get_health_isUp() {
        Client.Reply reply = client.get("/health");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"status\":\"UP\",\"database\":\"UP\",\"redis\":\"UP\"}");
        assertThat(reply.field("Cache-Control")).isEqualTo("no-store");
    }

    private static List<Long> ids(java.util.function.Predicate<Contract> wanted) {
        return LongStream.rangeClosed(1, Running.CONTRACTS)
                .filter(id -> wanted.test(Running.GENERATOR.contract(id)))
                .boxed()
                .toList();
    }

    private static List<Long> shown(Client.Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        List<Long> ids = new ArrayList<>();
        reply.json().get("items").forEach(item -> ids.add(item.get("id").asLong()));
        return ids;
    }

    /** The ids of all pages, by their links. */
    private static List<Long> all(String target) {
        List<Long> ids = new ArrayList<>();
        for (String next = target; next != null; ) {
            Client.Reply reply = client.get(next);
            ids.addAll(shown(reply));
            next = reply.json().has("next") ? reply.json().get("next").asString() : null;
        }
        return ids;
    }
}
