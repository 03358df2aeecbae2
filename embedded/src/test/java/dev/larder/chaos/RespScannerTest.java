package dev.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespScannerTest {

    private static final List<String> MESSAGES = List.of(
            "*1\r\n$4\r\nPING\r\n",
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$6\r\n*1\r\n+x\r\n",
            "+OK\r\n",
            "-ERR no\r\n",
            ":12\r\n",
            "$-1\r\n",
            "*-1\r\n",
            "*0\r\n",
            "$0\r\n\r\n",
            "_\r\n",
            "#t\r\n",
            ",3.14\r\n",
            "(12345678901234567890\r\n",
            "=7\r\ntxt:abc\r\n",
            "!5\r\nERR x\r\n",
            "%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n:1\r\n:2\r\n",
            "~2\r\n+a\r\n+b\r\n",
            ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n",
            "|1\r\n+ttl\r\n:5\r\n*2\r\n:1\r\n|1\r\n+x\r\n+y\r\n:2\r\n",
            "get k\r\n");

    @Test
    void scan_eachKindOfMessage_endsAtItsLastByte() {
        for (String message : MESSAGES) {
            RespScanner scanner = new RespScanner();
            assertThat(ends(scanner, message + "+OK\r\n", 1_000))
                    .as(message)
                    .containsExactly(message.length(), message.length() + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void scan_inPieces_findsTheSameEnds(int piece) {
        String stream = String.join("", MESSAGES);
        List<Integer> whole = ends(new RespScanner(), stream, stream.length());
        assertThat(whole).hasSize(MESSAGES.size());
        assertThat(ends(new RespScanner(), stream, piece)).isEqualTo(whole);
    }

    @Test
    void word_ofRequests_isTheCommandInUpperCase() {
        assertThat(words("*2\r\n$3\r\nget\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\nping x\r\n", 2))
                .containsExactly("GET", "PING", "PING");
    }

    @Test
    void word_longName_isCut() {
        assertThat(words("*1\r\n$100\r\n" + "x".repeat(100) + "\r\n", 10)).containsExactly("X".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\r\n",
                "*x\r\n",
                "$99999999999999999999\r\n",
                "*1\r\nplain\r\n",
                "$5000000000\r\n",
                "{json}\r\n"
            })
    void scan_notResp_isLostAndStaysSo(String stream) {
        RespScanner scanner = new RespScanner();
        assertThat(ends(scanner, stream + "+OK\r\n", 3)).isEmpty();
        assertThat(scanner.isLost()).isTrue();
    }

    @Test
    void scan_deepNesting_isLost() {
        RespScanner scanner = new RespScanner();
        assertThat(ends(scanner, "*1\r\n".repeat(1_000), 16)).isEmpty();
        assertThat(scanner.isLost()).isTrue();
    }

    @Test
    void scan_randomBytes_neverThrowsAndAlwaysAdvances() {
        byte[] alphabet = "*$+-:%~>|_#,(=!0123459\r\n\r\n\r\nxX".getBytes(StandardCharsets.ISO_8859_1);
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(64)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            String stream = new String(bytes, StandardCharsets.ISO_8859_1);
            List<Integer> whole = ends(new RespScanner(), stream, stream.length() + 1);
            assertThat(whole).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(ends(new RespScanner(), stream, 1 + random.nextInt(5)))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    private static List<Integer> ends(RespScanner scanner, String stream, int piece) {
        List<Integer> ends = new ArrayList<>();
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < bytes.length; from += piece) {
            int to = Math.min(bytes.length, from + piece);
            for (int end = scanner.scan(bytes, from, to); end >= 0; end = scanner.scan(bytes, end, to)) {
                ends.add(end);
            }
        }
        return ends;
    }

    private static List<String> words(String stream, int piece) {
        List<String> words = new ArrayList<>();
        RespScanner scanner = new RespScanner();
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < bytes.length; from += piece) {
            int to = Math.min(bytes.length, from + piece);
            for (int end = scanner.scan(bytes, from, to); end >= 0; end = scanner.scan(bytes, end, to)) {
                words.add(scanner.word());
            }
        }
        return words;
    }
}
