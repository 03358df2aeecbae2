package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerTest {

    /** Decodes text that arrives in two pieces. */
    private static Answer decode(String resp, int cut) {
        RedisStateMachine machine = new RedisStateMachine();
        Answer answer = new Answer();
        byte[] bytes = resp.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf buffer = Unpooled.buffer();
        buffer.writeBytes(bytes, 0, cut);
        boolean done = machine.decode(buffer, answer);
        if (cut < bytes.length) {
            assertThat(done).isFalse();
            buffer.writeBytes(bytes, cut, bytes.length - cut);
            done = machine.decode(buffer, answer);
        }
        assertThat(done).isTrue();
        assertThat(buffer.isReadable()).isFalse();
        return answer;
    }

    private static void reads(String resp, Object expected) {
        for (int cut = 0; cut <= resp.length(); cut++) {
            Answer answer = decode(resp, cut);
            assertThat(answer.getError()).isNull();
            assertThat(plain(answer.get())).as("%s cut at %d", resp, cut).isEqualTo(expected);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return value instanceof List<?> list
                ? list.stream().map(AnswerTest::plain).toList()
                : value;
    }

    @Test
    void decode_ofEachShape_isCollected() {
        reads("$5\r\nhello\r\n", "hello");
        reads("$0\r\n\r\n", "");
        reads("_\r\n", null);
        reads("$-1\r\n", null);
        reads(":42\r\n", 42L);
        reads("+OK\r\n", "OK");
        reads("#t\r\n", 1L);
        reads("*0\r\n", List.of());
        reads("*3\r\n$1\r\na\r\n:7\r\n*2\r\n:1\r\n*0\r\n", List.of("a", 7L, List.of(1L, List.of())));
        reads("*2\r\n*2\r\n:0\r\n*1\r\n$1\r\nh\r\n*1\r\n:9\r\n", List.of(List.of(0L, List.of("h")), List.of(9L)));
        reads("%1\r\n+a\r\n:1\r\n", List.of("a", 1L));
    }

    @Test
    void decode_ofNullsInAnArray_keepsTheirPlaces() {
        Object value = decode("*3\r\n_\r\n$1\r\nb\r\n_\r\n", 7).get();
        assertThat(value)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(3);
        List<?> list = (List<?>) value;
        assertThat(list.get(0)).isNull();
        assertThat((byte[]) list.get(1)).containsExactly('b');
        assertThat(list.get(2)).isNull();
    }

    @Test
    void decode_ofAnError_isAnError() {
        assertThat(decode("-ERR no\r\n", 3).getError()).isEqualTo("ERR no");
    }

    @Test
    void decode_ofBinary_isUnchanged() {
        byte[] binary = new byte[70_000];
        new Random(7).nextBytes(binary);
        Answer answer = decode("$70000\r\n" + new String(binary, StandardCharsets.ISO_8859_1) + "\r\n", 60_000);
        assertThat(Arrays.equals((byte[]) answer.get(), binary)).isTrue();
        assertThat(answer.bytes()).isEqualTo(70_000);
    }
}
