package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much content of a request the gateway takes: {@code limits.content}. */
@Timeout(60)
class GatewayContentIT {

    private static final int MOST = 1 << 16;
    private static final int SETTINGS = 4;
    private static final int HEADERS = 1;

    private static EmbeddedRedis redis;

    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private Larder larder;
    private RawOrigin origin;
    private Gateway gateway;

    @BeforeAll
    static void connect() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @BeforeEach
    void start() throws IOException {
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        origin = new RawOrigin(this::answer);
        gateway = Gateway.start(larder, GatewayConfig.parse("""
                        listen: 127.0.0.1:0
                        origin: %s
                        clear-text-http2: on
                        limits: { content: 64KiB }
                        """.formatted(origin.uri()), "test"));
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
        gateway.close();
        larder.close();
    }

    /** Tells how much content came whole, and nothing if its end is missing. */
    private void answer(Wire wire) throws IOException {
        String head = wire.head();
        if (head.isEmpty()) {
            return;
        }
        arrived.add("begun");
        long length = 0;
        if (head.toLowerCase(Locale.ROOT).contains("content-length: ")) {
            int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
            length = Long.parseLong(head.substring(at, head.indexOf("\r\n", at)));
            wire.in().skipNBytes(length);
        } else {
            while (true) {
                String line = wire.until("\r\n").strip();
                if (line.isEmpty()) {
                    arrived.add("cut");
                    return;
                }
                int size = Integer.parseInt(line, 16);
                length += size;
                wire.in().skipNBytes(size + 2);
                if (size == 0) {
                    break;
                }
            }
        }
        arrived.add("whole " + length);
        wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsafe");
    }

    private Wire client() throws IOException {
        return Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()));
    }

    private static String chunk(int length) {
        return Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n";
    }

    @Test
    void content_asLongAsAllowed_arrives() throws Exception {
        try (Wire client = client()) {
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + MOST + "\r\n\r\n" + "x".repeat(MOST));
            assertThat(client.until("safe")).startsWith("HTTP/1.1 200");
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(MOST - 1)
                    + chunk(1) + "0\r\n\r\n");
            assertThat(client.until("safe")).startsWith("HTTP/1.1 200");
        }
        assertThat(arrived).containsExactly("begun", "whole " + MOST, "begun", "whole " + MOST);
    }

    @Test
    void content_saidToBeLonger_isRefusedAndTheConnectionEnds() throws Exception {
        try (Wire client = client()) {
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + (MOST + 1) + "\r\n\r\nx");

            assertThat(client.rest())
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("connection: close")
                    .endsWith("413 content-too-long\n");
        }
        assertThat(arrived).isEmpty();
    }

    @Test
    void content_saidToBeLongerAndExpecting_isRefusedWithoutContinue() throws Exception {
        try (Wire client = client()) {
            client.write("PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");

            assertThat(client.rest()).startsWith("HTTP/1.1 413 ");
        }
    }

    /** The answer is not lost by a reset, and what follows the content is no request any more. */
    @Test
    void content_sentAllTheSame_doesNotHideTheAnswer() throws Exception {
        int length = 4 << 20;
        try (Wire client = client()) {
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length)
                    + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.rest()).startsWith("HTTP/1.1 413 ").endsWith("413 content-too-long\n");
        }
        assertThat(arrived).isEmpty();
    }

    @Test
    void content_inChunksThatAreLonger_isCut() throws Exception {
        try (Wire client = client()) {
            client.write("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(MOST));
            await().atMost(Duration.ofSeconds(30)).until(() -> arrived.contains("begun"));
            client.write(chunk(1) + "0\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.rest())
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("connection: close")
                    .endsWith("413 content-too-long\n");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> arrived.contains("cut"));
        assertThat(arrived).containsExactly("begun", "cut");
    }

    private static byte[] frame(int type, int flags, int stream, byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(9 + content.length);
        frame.putShort((short) (content.length >> 8)).put((byte) content.length);
        return frame.put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    /** Fields as literals that no table remembers (RFC 7541, section 6.2.2). */
    private static byte[] fields(String... namesAndValues) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                out.write(0);
            }
            out.write(namesAndValues[i].length());
            out.write(namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    /** Sends a POST with so much content over HTTP/2, and returns the content of what is answered. */
    private String post(int content, String... fields) throws IOException {
        try (Wire client = client()) {
            client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.out().write(frame(SETTINGS, 0, 0, new byte[0]));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.write(fields(":method", "POST", ":scheme", "http", ":path", "/a", ":authority", "a"));
            head.write(fields(fields));
            client.out().write(frame(HEADERS, 4, 1, head.toByteArray()));
            for (int left = content; left > 0; left -= 8_192) {
                int part = Math.min(left, 8_192);
                client.out().write(frame(0, part == left && fields.length == 0 ? 1 : 0, 1, new byte[part]));
            }
            client.out().flush();
            DataInputStream in = new DataInputStream(client.in());
            StringBuilder text = new StringBuilder();
            while (true) {
                int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int type = in.readUnsignedByte();
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == 0 && stream == 1) {
                    text.append(new String(payload, StandardCharsets.US_ASCII));
                }
                if (stream == 1 && (type == 3 || (flags & 1) != 0)) {
                    return text.toString();
                }
            }
        }
    }

    @Test
    void http2_contentThatIsLonger_isRefusedOrCut() throws Exception {
        assertThat(post(8_192)).isEqualTo("safe");
        assertThat(post(1, "content-length", String.valueOf(MOST + 1))).isEqualTo("413 content-too-long\n");
        assertThat(arrived).containsExactly("begun", "whole 8192");

        // The window of a connection is as large as the limit until more is asked for.
        assertThat(post(MOST - 1)).isEqualTo("safe");
        assertThat(arrived).endsWith("begun", "whole " + (MOST - 1));
    }

    @Test
    void http2_contentOfUnknownLength_isCut() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest first = HttpRequest.newBuilder(gateway.uri().resolve("/a"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(first, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("safe");
        HttpRequest second = HttpRequest.newBuilder(gateway.uri().resolve("/a"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[MOST + 1])))
                .build();
        HttpResponse<String> answer = client.send(second, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(413);
        await().atMost(Duration.ofSeconds(30)).until(() -> arrived.contains("cut"));
    }
}
