package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import org.junit.jupiter.api.Test;

class ReadyTest {

    private int made;
    private final Ready ready = new Ready();

    private ResponseHead head(long age, long ttl) {
        return ready.head(age, ttl, () -> {
            made++;
            return new ResponseHead(200, Fields.of("Age", Long.toString(age)));
        });
    }

    @Test
    void head_sameSecond_isMadeOnce() {
        assertThat(head(1, 9)).isSameAs(head(1, 9));
        assertThat(made).isEqualTo(1);
    }

    @Test
    void head_anotherSecondOfAgeOrTtl_isMadeAnew() {
        head(1, 9);
        assertThat(head(2, 9).fields().first("Age")).isEqualTo("2");
        head(2, 8);
        assertThat(head(1, 9).fields().first("Age")).isEqualTo("1");
        assertThat(made).isEqualTo(4);
    }
}
