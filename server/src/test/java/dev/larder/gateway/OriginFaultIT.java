package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An origin that fails in every way, over real sockets: what is answered in how much time, and what is stored. */
@Timeout(60)
final class OriginFaultIT {

    private static final Duration SILENCE = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofMillis(800);

    /** Longer than any of the times above, or two of them, for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final GatewaySettings QUICK = GatewaySettings.builder()
            .connect(Duration.ofMillis(500))
            .turn(Duration.ofMillis(600))
            .silence(SILENCE)
            .load(PATIENCE)
            .build();

    private static final String FRESH = "Cache-Control: max-age=60\r\n";

    /** A way to fail, and what a client gets who has nothing else to get. */
    enum Fault {
        REFUSED(proxy -> proxy.refuse(true), 504),
        BLACK_HOLED(FaultProxy::blackHole, 504),
        CLOSED_AT_ONCE(504, wire -> {}),
        RESET_AT_ONCE(504, OriginFaultIT::reset),
        SILENT(504, wire -> untilLeft(wire, "")),
        SLOW_HEAD(504, wire -> begun(wire, "HTTP/1.1 200 OK\r\nCache-Con", "")),
        TRICKLED_HEAD(504, wire -> begun(wire, "HTTP/1.1 200 OK\r\n", "A: b\r\n")),
        ENDLESS_HEAD(504, wire -> endless(wire, "HTTP/1.1 200 OK\r\n", "A: b\r\n")),
        LARGE_HEAD(504, wire -> begun(wire, ok("A: " + "a".repeat(100_000) + "\r\n", "poison"), "")),
        LONG_STATUS_LINE(504, wire -> endless(wire, "HTTP/1.1 200 ", "OK")),
        GARBAGE(504, wire -> begun(wire, "SSH-2.0-OpenSSH_9.9\r\n\r\n", "")),
        BINARY(504, wire -> begun(wire, "\u0015\u0003\u0003\u0000\u0002\u0002\u0028\n\n\n", "")),
        NO_HEAD(504, wire -> wire.write("poison")),
        STATUS_OF_LETTERS(504, wire -> begun(wire, "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n", "")),
        STATUS_OUT_OF_RANGE(502, wire -> wire.write("HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n")),
        PROTOCOL_SWITCHED(502, wire -> begun(wire, "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "")),
        CONTINUED_FOR_EVER(504, wire -> endless(wire, "", "HTTP/1.1 100 Continue\r\n\r\n")),
        HINTED_FOR_EVER(504, wire -> begun(wire, "", "HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n")),
        LENGTHS_CONTRADICT(504, wire -> begun(wire, ok("Content-Length: 1\r\n", "poison"), "")),
        CLOSED_AFTER_HEAD(504, wire -> wire.write(ok("", "poison").replace("poison", ""))),
        CUT_SHORT(504, wire -> wire.write(ok("", "poison").replace("son", ""))),
        CHUNKS_CUT_SHORT(504, wire -> wire.write(chunked("6\r\npoison\r\n"))),
        CHUNK_CUT_SHORT(504, wire -> wire.write(chunked("6\r\npoi"))),
        CHUNK_MALFORMED(504, wire -> begun(wire, chunked("6\r\npoison\r\nxyz\r\n"), "")),
        RESET_IN_THE_MIDDLE(504, wire -> {
            wire.write(chunked("6\r\npoison\r\n"));
            reset(wire);
        }),
        STALLED(504, wire -> begun(wire, ok("", "poison").replace("son", ""), "")),
        TRICKLED(504, wire -> begun(wire, chunked(""), "1\r\nx\r\n")),
        ERROR_500(500, wire -> wire.write(ok("", "broken").replace("200 OK", "500 Error"))),
        ERROR_502(502, wire -> wire.write(ok("", "broken").replace("200 OK", "502 Error"))),
        ERROR_503(503, wire -> wire.write(ok("", "broken").replace("200 OK", "503 Error"))),
        ERROR_CUT_SHORT(
                500, wire -> wire.write(ok("", "broken").replace("ken", "").replace("200 OK", "500 Error")));

        private final int status;
        private final RawOrigin.Serving origin;
        private final Consumer<FaultProxy> proxy;

        Fault(int status, RawOrigin.Serving origin) {
            this.status = status;
            this.origin = origin;
            this.proxy = ignored -> {};
        }

        Fault(Consumer<FaultProxy> proxy, int status) {
            this.status = status;
            this.origin = wire -> {};
            this.proxy = proxy;
        }
    }

    private static EmbeddedRedis redis;
    private static Larder larder;
    private static RawOrigin origin;
    private static FaultProxy proxy;
    private static Gateway gateway;
    private static volatile RawOrigin.Serving serving = wire -> {};
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final AtomicInteger PATHS = new AtomicInteger();

    private final String path = "/f" + PATHS.incrementAndGet();

    @BeforeAll
    static void open() throws IOException {
        redis = EmbeddedRedis.start();
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        origin = new RawOrigin(wire -> {
            if (!wire.head().isEmpty()) {
                ASKED.incrementAndGet();
                serving.serve(wire);
            }
        });
        proxy = FaultProxy.to("127.0.0.1", origin.uri().getPort());
        gateway = Gateway.start(
                larder,
                "127.0.0.1",
                0,
                URI.create("http://127.0.0.1:" + proxy.port()),
                List.of(Route.of("all", "/", Profile.SAFE)),
                QUICK);
    }

    @AfterAll
    static void close() throws IOException {
        gateway.close();
        proxy.close();
        origin.close();
        larder.close();
        redis.close();
    }

    @AfterEach
    void heal() {
        proxy.heal();
        serving = wire -> {};
    }

    private static String ok(String fields, String content) {
        return "HTTP/1.1 200 OK\r\n" + FRESH + "Content-Type: text/plain\r\n" + fields + "Content-Length: "
                + content.length() + "\r\n\r\n" + content;
    }

    private static String chunked(String chunks) {
        return "HTTP/1.1 200 OK\r\n" + FRESH + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks;
    }

    private static void reset(Wire wire) throws IOException {
        wire.socket().setSoLinger(true, 0);
        wire.close();
    }

    private static void begun(Wire wire, String begin, String again) throws IOException {
        wire.write(begin);
        untilLeft(wire, again);
    }

    /** Says something every few moments, until the gateway leaves. */
    private static void untilLeft(Wire wire, String again) throws IOException {
        wire.socket().setSoTimeout(50);
        while (true) {
            try {
                if (wire.in().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                wire.write(again);
            }
        }
    }

    /** Says something without a pause, until the gateway leaves. */
    private static void endless(Wire wire, String begin, String again) throws IOException {
        wire.write(begin);
        String much = again.repeat(1_000);
        while (true) {
            wire.write(much);
        }
    }

    private void serves(String fields, String content) {
        serving = wire -> wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n" + fields
                + "Content-Length: " + content.length() + "\r\n\r\n" + content);
    }

    private void breaks(Fault fault) {
        serving = fault.origin;
        fault.proxy.accept(proxy);
    }

    private Reply get() throws IOException {
        long begun = System.nanoTime();
        try (Wire client = Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()))) {
            client.write(Scene.head("GET", path, "Connection: close"));
            Reply reply = Reply.next(client);
            while (reply.status() == 103) {
                reply = Reply.next(client);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
            return reply;
        }
    }

    /** An answer of the gateway's own, or the error of the origin, cut short as it was; never what looks like a response. */
    private static void failed(Fault fault, Reply reply) {
        if (fault == Fault.ERROR_CUT_SHORT) {
            assertThat(reply.status()).isIn(0, fault.status);
        } else {
            assertThat(reply.status()).isEqualTo(fault.status);
        }
        assertThat(reply.content()).doesNotContain("poi");
        if (!fault.name().startsWith("ERROR")) {
            Scene.isOwn(reply);
        }
    }

    private void isWholeAgain() throws IOException {
        proxy.heal();
        serves(FRESH, "whole");
        int before = ASKED.get();

        assertThat(get().content()).isEqualTo("whole");
        assertThat(ASKED.get()).isGreaterThan(before);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get().field("cache-status").contains("hit"));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void fault_nothingStored_isAnErrorAndNothingIsStored(Fault fault) throws IOException {
        breaks(fault);

        failed(fault, get());
        isWholeAgain();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void fault_staleAllowedIfError_isAnsweredStale(Fault fault) throws IOException {
        serves("Cache-Control: max-age=5, stale-if-error=600\r\nAge: 10\r\n", "stale");
        assertThat(get().content()).isEqualTo("stale");
        breaks(fault);

        for (int i = 0; i < 2; i++) {
            Reply reply = get();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.content()).isEqualTo("stale");
            assertThat(Integer.parseInt(reply.field("age"))).isBetween(10, 60);
            assertThat(reply.field("cache-status")).contains("fwd=stale").contains("detail=stale-if-error");
        }
        isWholeAgain();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void fault_staleForbidden_isAnError(Fault fault) throws IOException {
        serves("Cache-Control: max-age=5, stale-if-error=600, must-revalidate\r\nAge: 10\r\nETag: \"a\"\r\n", "stale");
        assertThat(get().content()).isEqualTo("stale");
        breaks(fault);

        failed(fault, get());
        isWholeAgain();
    }
}
