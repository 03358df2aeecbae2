package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
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
    @CsvSource(
            delimiter = '|',
            value = {
                "/contracts?page=0            | page is a number from 1 to 10000",
                "/contracts?page=-1           | page is a number from 1 to 10000",
                "/contracts?page=01           | page is a number from 1 to 10000",
                "/contracts?page=%2B1         | page is a number from 1 to 10000",
                "/contracts?page=10001        | page is a number from 1 to 10000",
                "/contracts?page=             | page is a number from 1 to 10000",
                "/contracts?size=0            | size is a number from 1 to 50",
                "/contracts?size=51           | size is a number from 1 to 50",
                "/contracts?size=99999999999999999999 | size is a number from 1 to 50",
                "/contracts?size=1&size=1     | size may be given once",
                "/contracts?area=zzyzx        | area is an id: a number from 1 on",
                "/contracts?area=0            | area is an id: a number from 1 on",
                "/contracts?status=zzyzx      | status is one of OFFERED, ACTIVE, SUSPENDED, CANCELLED, EXPIRED",
                "/contracts?status=active     | status is one of OFFERED, ACTIVE, SUSPENDED, CANCELLED, EXPIRED",
                "/contracts?status=1          | status is one of OFFERED, ACTIVE, SUSPENDED, CANCELLED, EXPIRED",
                "/contracts?zzyzx=1           | there is an unknown parameter; known are area, status, page, size",
                "/areas?kind=zzyzx            | kind is one of PARK, HOUSING_ESTATE",
                "/areas?area=1                | there is an unknown parameter; known are kind, page, size",
                "/schedules?contract=zzyzx    | contract is an id: a number from 1 on",
                "/schedules?worker=zzyzx      | worker is an id: a number from 1 on",
                "/workers?role=zzyzx          | role is one of APPRENTICE",
                "/equipment?area=zzyzx        | area is an id: a number from 1 on"
            })
    void get_wrongParameter_isRefusedWithWhatIsWanted(String target, String error) {
        Client.Reply reply = client.get(target);

        refused(reply, 400);
        assertThat(reply.json().get("errors").toString()).contains(error);
    }

    @Test
    void get_severalWrong_saysAllOfThem() {
        assertThat(client.get("/contracts?page=0&size=0&area=0&x=1").json().get("errors"))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/contracts/0",
                "/contracts/401",
                "/contracts/007",
                "/contracts/-1",
                "/contracts/zzyzx",
                "/contracts/999999999999999999",
                "/contracts/99999999999999999999",
                "/contracts/42/",
                "/contracts/42/zzyzx",
                "/zzyzx",
                "/areas/9999",
                "/schedules/1",
                "/workers/9999",
                "/equipment/9999"
            })
    void get_whatIsNotThere_isNotFound(String path) {
        refused(client.get(path), 404);
    }

    @Test
    void send_otherMethodsAndTypes_areRefused() {
        Client.Reply method = client.send("DELETE", "/contracts/42", HttpRequest.BodyPublishers.noBody());
        refused(method, 405);
        assertThat(method.field("Allow")).contains("GET").contains("PATCH");
        refused(client.get("/contracts/42", "Accept", "text/zzyzx"), 406);
        refused(
                client.send(
                        "PATCH",
                        "/contracts/42",
                        HttpRequest.BodyPublishers.ofString("zzyzx"),
                        "Content-Type",
                        "text/zzyzx",
                        "If-Match",
                        "\"1\""),
                415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/contracts/42 | `` | it is empty, too long or something else",
                "/contracts/42 | {\"title\": | it is empty, too long or something else",
                "/contracts/42 | {} {} | it is empty, too long or something else",
                "/contracts/42 | [] | it is empty, too long or something else",
                "/contracts/42 | \"zzyzx\" | it is empty, too long or something else",
                "/contracts/42 | {\"zzyzx\": 1} | one of its members is unknown; known are areaId, monthlyFee, status, title",
                "/contracts/42 | {\"title\": \"a\", \"title\": \"b\"} | it is empty, too long or something else",
                "/contracts/42 | {} | at least one member has to be given",
                "/contracts/42 | {\"title\": null} | at least one member has to be given",
                "/contracts/42 | {\"title\": \" \"} | title is a text of one line, of 1 to 200 characters",
                "/contracts/42 | {\"title\": \"zzyzx\\nzzyzx\"} | title is a text of one line, of 1 to 200 characters",
                "/contracts/42 | {\"title\": {\"zzyzx\": 1}} | title is of another type than is wanted",
                "/contracts/42 | {\"title\": 12345} | title is of another type than is wanted",
                "/contracts/42 | {\"status\": \"zzyzx\"} | status is of another type than is wanted",
                "/contracts/42 | {\"status\": 1} | status is of another type than is wanted",
                "/contracts/42 | {\"areaId\": 0} | areaId is an id: a number from 1 on",
                "/contracts/42 | {\"areaId\": \"zzyzx\"} | areaId is of another type than is wanted",
                "/contracts/42 | {\"areaId\": 1.5} | areaId is of another type than is wanted",
                "/contracts/42 | {\"monthlyFee\": -0.01} | monthlyFee is an amount in euros from 0 to 1000000, with 2 decimals at most",
                "/contracts/42 | {\"monthlyFee\": 0.001} | monthlyFee is an amount in euros from 0 to 1000000, with 2 decimals at most",
                "/contracts/42 | {\"monthlyFee\": 1e999999999} | monthlyFee is an amount in euros from 0 to 1000000, with 2 decimals at most",
                "/contracts/42 | {\"monthlyFee\": \"1\"} | monthlyFee is of another type than is wanted",
                "/areas/7 | {\"name\": \"\"} | name is a text of one line, of 1 to 200 characters",
                "/areas/7 | {\"access\": \"\"} | access is a text of one line, of 1 to 200 characters",
                "/schedules/4 | {\"status\": \"zzyzx\"} | status is of another type than is wanted",
                "/workers/3 | {\"role\": \"zzyzx\"} | role is of another type than is wanted",
                "/workers/3 | {\"active\": \"zzyzx\"} | active is of another type than is wanted",
                "/equipment/5 | {\"areaId\": -7} | areaId is an id: a number from 1 on",
                "/equipment/5 | {\"status\": \"zzyzx\"} | status is of another type than is wanted"
            })
    void patch_wrongContent_isRefusedWithWhatIsWanted(String path, String json, String error) {
        Client.Reply reply = client.patch(path, json == null ? "" : json, "If-Match", "\"1\"");

        refused(reply, 400);
        assertThat(reply.json().get("errors").toString()).contains(error);
    }

    @Test
    void patch_tooLong_isRefused() {
        String text = "{\"title\": \"" + "zzyzx".repeat(20_000) + "\"}";

        refused(client.patch("/contracts/42", text, "If-Match", "\"1\""), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzyzx", "\"zzyzx", "1", "\"1\" \"2\"", "\"1\",", "*, \"1\"", "W/1"})
    void patch_ifMatchThatIsNoListOfTags_isRefused(String field) {
        refused(client.patch("/contracts/42", "{\"title\": \"x\"}", "If-Match", field), 400);
    }

    @Test
    void send_whatTheServerCannotParse_isRefusedInTheSameForm() throws IOException {
        for (String request : new String[] {
            "GET /contracts?area=<zzyzx> HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /contracts/..%2fzzyzx HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /%zz/zzyzx HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /contracts HTTP/1.1\r\nConnection: close\r\nX: zzyzx\r\n\r\n"
        }) {
            String answer = raw(request);

            assertThat(answer).as(request).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("zzyzx", "Tomcat", "<");
            assertThat(answer).as(request).contains("application/problem+json");
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", client.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void refused(Client.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.field("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.json().get("status").asInt()).isEqualTo(status);
        assertThat(reply.json().get("title").asString()).isNotEmpty();
        assertThat(reply.text()).doesNotContain("zzyzx", "java", "Exception", "contracts/");
    }
}
