package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.decision.ByteRange;
import dev.larder.http.decision.Coverage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static final Coverage SOME = new Coverage(List.of(new ByteRange(2, 4), new ByteRange(7, 8)), 10);
    private static final byte[] CONTENT = "23478".getBytes(StandardCharsets.US_ASCII);

    private static String text(java.nio.ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    @Test
    void slice_bytesThatAreStored_areFoundWhereTheyLie() {
        assertThat(text(Parts.slice(SOME, CONTENT, new ByteRange(3, 4)))).isEqualTo("34");
        assertThat(text(Parts.slice(SOME, CONTENT, new ByteRange(7, 7)))).isEqualTo("7");
        assertThat(text(Parts.slice(null, CONTENT, new ByteRange(1, 2)))).isEqualTo("34");
        assertThatIllegalArgumentException().isThrownBy(() -> Parts.slice(SOME, CONTENT, new ByteRange(4, 7)));
    }

    @Test
    void join_overlappingAndApart_areInOrder() {
        byte[] filled = Parts.join(
                SOME,
                CONTENT,
                new ByteRange(4, 7),
                "4567".getBytes(StandardCharsets.US_ASCII),
                List.of(new ByteRange(2, 8)));
        byte[] more = Parts.join(
                SOME,
                CONTENT,
                new ByteRange(0, 0),
                "0".getBytes(StandardCharsets.US_ASCII),
                List.of(new ByteRange(0, 0), new ByteRange(2, 4), new ByteRange(7, 8)));

        assertThat(filled).asString().isEqualTo("2345678");
        assertThat(more).asString().isEqualTo("023478");
    }
}
