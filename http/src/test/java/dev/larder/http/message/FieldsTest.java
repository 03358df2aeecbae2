package dev.larder.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class FieldsTest {

    private static final Fields FIELDS = Fields.of("Vary", "Accept", "ETag", "\"1\"", "vary", " Cookie\t");

    @Test
    void combined_severalLines_areOneListWithoutRegardToCase() {
        assertThat(FIELDS.combined("VARY")).isEqualTo("Accept, Cookie");
        assertThat(FIELDS.all("vary")).containsExactly("Accept", "Cookie");
        assertThat(FIELDS.first("vary")).isEqualTo("Accept");
        assertThat(FIELDS.combined("age")).isNull();
        assertThat(FIELDS.names()).containsExactly("etag", "vary");
    }

    @Test
    void with_severalLines_replacesAll() {
        assertThat(FIELDS.with("vary", "*").all("Vary")).containsExactly("*");
        assertThat(FIELDS.without("vary", "etag")).isEqualTo(Fields.NONE);
        assertThat(FIELDS.size()).isEqualTo(3);
    }

    @Test
    void add_whatWouldEndTheLine_isRefusedWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fields.of("A", "b\r\nSet-Cookie: x"))
                .withMessageContaining("control characters")
                .withMessageNotContaining("Cookie");
        assertThatIllegalArgumentException().isThrownBy(() -> Fields.of("A b", "c"));
        assertThatIllegalArgumentException().isThrownBy(() -> Fields.of("", "c"));
        assertThatIllegalArgumentException().isThrownBy(() -> Fields.of("a", "\u0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> Fields.of("a", "\u0100"));
    }
}
