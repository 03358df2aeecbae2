package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class QueryKeyTest {

    private static String key(String content, String... fields) {
        return QueryKey.of(Fields.of(fields), content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void of_contentAndMetadata_areBothPartOfIt() {
        assertThat(key("a", "Content-Type", "text/plain")).isEqualTo(key("a", "content-type", "text/plain", "X", "1"));
        assertThat(key("a", "Content-Type", "text/plain")).isNotEqualTo(key("b", "Content-Type", "text/plain"));
        assertThat(key("a", "Content-Type", "text/plain")).isNotEqualTo(key("a", "Content-Type", "text/html"));
        assertThat(key("a", "Content-Encoding", "gzip")).isNotEqualTo(key("a"));
        assertThat(key("a", "Content-Language", "de")).isNotEqualTo(key("a"));
        assertThat(key("a", "Content-Location", "/b")).isNotEqualTo(key("a"));
        assertThat(key("a", "Content-Type", "b", "Content-Type", "c")).isNotEqualTo(key("a", "Content-Type", "bc"));
        assertThat(key("a")).hasSize(64);
    }

    @Test
    void of_metadataInTheContent_isNotMistaken() {
        assertThat(key("Content-Type:a\n\nb")).isNotEqualTo(key("b", "Content-Type", "a"));
    }

    @Test
    void method_query_isSafeAndAnsweredFromTheStore() {
        assertThat(Method.of("QUERY").isSafe()).isTrue();
        assertThat(Method.of("QUERY").isAnsweredFromStore()).isTrue();
        assertThat(Method.of("POST").isAnsweredFromStore()).isFalse();
        assertThat(Method.of("TRACE").isAnsweredFromStore()).isFalse();
    }
}
