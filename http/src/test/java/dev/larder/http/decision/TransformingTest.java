package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import org.junit.jupiter.api.Test;

final class TransformingTest {

    @Test
    void isAllowed_noTransformOnEitherSide_isNot() {
        Fields says = Fields.of("Cache-Control", "max-age=1, No-Transform");
        Fields other = Fields.of("Cache-Control", "max-age=1");
        assertThat(Transforming.isAllowed(other, other)).isTrue();
        assertThat(Transforming.isAllowed(says, other)).isFalse();
        assertThat(Transforming.isAllowed(other, says)).isFalse();
    }
}
