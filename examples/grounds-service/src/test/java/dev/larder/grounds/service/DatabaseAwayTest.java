package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseAwayTest {

    @Test
    void service_withoutItsDatabase_answersWhatItHasAndSaysSo() {
        try (Running running = Running.start()) {
            Client client = running.client();
            client.get("/contracts/42");
            running.database().close();

            assertThat(client.get("/contracts/42").status()).isEqualTo(200);
            for (Client.Reply reply : new Client.Reply[] {
                client.get("/contracts/43"),
                client.get("/contracts?area=7"),
                client.patch("/contracts/42", "{\"title\": \"x\"}", "If-Match", "\"1\"")
            }) {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.field("Retry-After")).isEqualTo("1");
                assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
                assertThat(reply.text()).doesNotContain("Hikari", "grounds.", "java");
            }
            Client.Reply health = client.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text()).contains("\"status\":\"DOWN\",\"database\":\"DOWN\",\"redis\":\"UP\"");
        }
    }
}
