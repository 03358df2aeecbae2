package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The filter in a real container, over raw sockets. */
class LarderFilterIT extends BehindTheFilter {

    @Override
    void settle(LarderFilter.Builder builder) {
        builder.patience(Duration.ofSeconds(5));
    }

    @Test
    void get_stored_doesNotEnterTheChain() throws Exception {
        container.app = (request, response) -> cached(response, "hedges");

        Container.Reply first = container.get("/plots?b=2&a=1");
        filled(1);
        Container.Reply second = container.get("/%70lots?b=2&a=1");

        assertThat(first.text()).isEqualTo("hedges");
        assertThat(first.field("Content-Type")).isEqualToIgnoringCase("text/plain;charset=ISO-8859-1");
        assertThat(first.field("Content-Length")).isEqualTo("6");
        assertThat(second.text()).isEqualTo("hedges");
        assertThat(second.field("Cache-Status")).contains(";hit;ttl=");
        assertThat(container.entered).hasValue(1);
    }

    @Test
    void get_severalAtOnce_oneIsInTheChain() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        container.app = (request, response) -> {
            all.await(60, TimeUnit.SECONDS);
            cached(response, "once");
        };
        List<Future<Container.Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            replies.add(later("GET", "/many"));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> container.entered.get() == 1);
        all.countDown();

        for (Future<Container.Reply> reply : replies) {
            assertThat(of(reply).text()).isEqualTo("once");
        }
        assertThat(container.entered).hasValue(1);
    }

    @Test
    void chain_runs_onTheThreadOfTheRequest() throws Exception {
        AtomicReference<String> thread = new AtomicReference<>();
        container.app = (request, response) -> {
            thread.set(Thread.currentThread().getName());
            cached(response, "here");
        };

        container.get("/thread");

        assertThat(thread.get()).contains("-exec-");
    }

    @Test
    void chain_throws_theContainerHearsOfIt() throws Exception {
        container.app = (request, response) -> {
            response.getWriter().print("half");
            throw new IllegalStateException("broken on purpose");
        };

        Container.Reply reply = container.get("/broken");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).isEqualTo("page of error 500");
    }

    @Test
    void chain_sendsAnError_theContainerMakesItsPage() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("X-Reason", "mown");
            response.sendError(404, "gone");
        };

        Container.Reply reply = container.get("/gone");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.field("X-Reason")).isEqualTo("mown");
        assertThat(reply.text()).isEqualTo("page of error 404");
    }

    @Test
    void chain_redirects_isStoredAsWell() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=600");
            response.sendRedirect("/elsewhere");
        };

        Container.Reply first = container.get("/moved");
        filled(1);
        Container.Reply second = container.get("/moved");

        assertThat(first.status()).isEqualTo(302);
        assertThat(second.field("Location")).isEqualTo("/elsewhere");
        assertThat(container.entered).hasValue(1);
    }

    @Test
    void stored_staleAndTheChainFails_isServedWhereAllowed() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=0, stale-if-error=600");
            response.getWriter().print("old");
        };
        container.get("/if-error");
        filled(1);
        container.app = (request, response) -> {
            throw new IllegalStateException("broken on purpose");
        };

        Container.Reply reply = container.get("/if-error");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("old");
    }

    @Test
    void stored_stale_isValidatedByTheApplication() throws Exception {
        AtomicReference<String> condition = new AtomicReference<>();
        container.app = (request, response) -> {
            condition.set(request.getHeader("If-None-Match"));
            response.setHeader("Cache-Control", "max-age=0");
            response.setHeader("ETag", "\"1\"");
            if ("\"1\"".equals(condition.get())) {
                response.setStatus(304);
            } else {
                response.getWriter().print("tagged");
            }
        };
        container.get("/tagged");
        filled(1);

        Container.Reply second = container.get("/tagged");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("tagged");
        assertThat(condition.get()).isEqualTo("\"1\"");
        assertThat(container.entered).hasValue(2);
    }

    @Test
    void stored_validatedByWhatSaysNothingOfIt_isForgotten() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=0");
            response.setHeader("ETag", "\"1\"");
            response.getWriter().print("v1");
        };
        container.get("/odd");
        filled(1);
        container.app = (request, response) -> {
            response.setHeader("ETag", "\"2\"");
            if (request.getHeader("If-None-Match") == null) {
                cached(response, "v2");
            } else {
                response.setStatus(304);
            }
        };

        Container.Reply odd = container.get("/odd");

        assertThat(odd.status()).isEqualTo(504);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> container.get("/odd").text().equals("v2"));
    }

    @Test
    void stored_staleWhileRevalidate_isAnsweredFirst() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=0, stale-while-revalidate=600");
            int times = container.entered.get();
            if (times > 1) {
                answered.await(60, TimeUnit.SECONDS);
            }
            response.getWriter().print("v" + times);
        };
        container.get("/swr");
        filled(1);

        Container.Reply second;
        try (Socket socket = container.connect()) {
            String request = "GET /swr HTTP/1.1\r\nHost: grounds.example\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String head = Container.head(socket.getInputStream());
            assertThat(head).contains("detail=stale-while-revalidate");
            assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("v1".getBytes());
            await().atMost(Duration.ofSeconds(30)).until(() -> container.entered.get() == 2);
            answered.countDown();
        }
        filled(2);
        second = container.get("/swr");

        assertThat(second.text()).isEqualTo("v2");
    }

    @Test
    void get_longAndNotStored_streamsInBoundedMemory() throws Exception {
        byte[] part = new byte[1 << 16];
        long parts = 1_600;
        AtomicLong most = new AtomicLong();
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=600");
            for (int i = 0; i < parts; i++) {
                response.getOutputStream().write(part);
                if (i % 400 == 399) {
                    System.gc();
                    Runtime runtime = Runtime.getRuntime();
                    most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
                }
            }
        };
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();

        long received = 0;
        try (Socket socket = container.connect()) {
            Container.write(socket, "GET", "/long", "");
            InputStream in = socket.getInputStream();
            assertThat(Container.head(in)).contains("200");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received += read;
            }
        }

        assertThat(received).isGreaterThan(parts * part.length);
        assertThat(most.get() - before).isLessThan(32L << 20);
        assertThat(filter.cache().stats().fills()).isLessThanOrEqualTo(1);
    }

    @Test
    void chain_flushes_reachesItsClientAtOnce() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.getWriter().print("first ");
            response.flushBuffer();
            seen.await(60, TimeUnit.SECONDS);
            response.getWriter().print("second");
        };
        try (Socket socket = container.connect()) {
            Container.write(socket, "GET", "/slow", "");
            InputStream in = socket.getInputStream();
            Container.head(in);
            assertThat(Container.line(in)).isEqualTo("6");
            assertThat(Container.line(in)).isEqualTo("first");
            seen.countDown();
            Container.line(in);
            assertThat(Container.line(in)).isEqualTo("second");
        }
    }

    @Test
    void client_gone_theApplicationHearsOfIt() throws Exception {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            try {
                for (int i = 0; i < 10_000; i++) {
                    response.getOutputStream().write(new byte[1 << 16]);
                }
            } catch (java.io.IOException e) {
                heard.set(e);
                throw e;
            }
        };
        try (Socket socket = container.connect()) {
            Container.write(socket, "GET", "/endless", "");
            Container.head(socket.getInputStream());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.get() != null);

        container.app = (request, response) -> cached(response, "whole");
        assertThat(container.get("/other").text()).isEqualTo("whole");
    }

    @Test
    void chain_failsWhileItStreams_theAnswerIsCutShort() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.getOutputStream().write(new byte[100_000]);
            throw new IllegalStateException("broken on purpose");
        };

        assertThat(container.get("/cut").whole()).isFalse();
    }

    @Test
    void post_changesWhatIsStored_isInvalidatedBeforeItsEnd() throws Exception {
        AtomicReference<String> value = new AtomicReference<>("v1");
        container.app = (request, response) -> {
            if (request.getMethod().equals("POST")) {
                value.set(request.getParameter("title") + request.getParameter("of"));
                response.getWriter().print("changed");
            } else {
                cached(response, value.get());
            }
        };
        assertThat(container.get("/contracts/42").text()).isEqualTo("v1");
        filled(1);

        Container.Reply changed = container.send(
                "POST", "/contracts/42?of=7", "title=v2", "Content-Type", "application/x-www-form-urlencoded");
        Container.Reply other = container.send(
                "POST", "/contracts/42", "title=v3", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(changed.text()).isEqualTo("changed");
        assertThat(other.text()).isEqualTo("changed");
        assertThat(container.get("/contracts/42").text()).isEqualTo("v3null");
    }

    @Test
    void head_afterAndBeforeGet_hasTheLengthAndNoContent() throws Exception {
        container.app = (request, response) -> cached(response, "hedges");

        Container.Reply before = container.send("HEAD", "/head", "");
        container.get("/head");
        filled(1);
        Container.Reply after = container.send("HEAD", "/head", "");

        assertThat(before.field("Content-Length")).isEqualTo("6");
        assertThat(before.content()).isEmpty();
        assertThat(after.field("Content-Length")).isEqualTo("6");
        assertThat(container.entered).hasValue(2);
    }

    @Test
    void get_withContent_isRefused() throws Exception {
        assertThat(container.send("GET", "/fat", "title=x").status()).isEqualTo(400);
        assertThat(container.entered).hasValue(0);
    }

    @Test
    void eventStream_passesByTheFilter() throws Exception {
        container.app = (request, response) -> cached(response, "data: " + container.entered.get());

        container.get("/events", "Accept", "text/event-stream");
        Container.Reply second = container.get("/events", "Accept", "text/event-stream");

        assertThat(second.text()).isEqualTo("data: 2");
        assertThat(second.field("Cache-Status")).isNull();
    }

    @Test
    void query_sameContent_isAnsweredFromTheStore() throws Exception {
        container.app = (request, response) -> {
            String content = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            cached(response, "found " + content);
        };

        Container.Reply first = container.send("QUERY", "/search", "area=7", "Content-Type", "text/x-query");
        filled(1);
        Container.Reply second = container.send("QUERY", "/search", "area=7", "Content-Type", "text/x-query");
        Container.Reply other = container.send("QUERY", "/search", "area=8", "Content-Type", "text/x-query");

        assertThat(first.text()).isEqualTo("found area=7");
        assertThat(second.text()).isEqualTo("found area=7");
        assertThat(other.text()).isEqualTo("found area=8");
        assertThat(container.entered).hasValue(2);
    }

    @Test
    void query_tooLongForAKey_isReadByTheApplicationAsAWhole() throws Exception {
        int length = 3 << 20;
        container.app = (request, response) ->
                cached(response, "" + request.getInputStream().readAllBytes().length);

        try (Socket socket = container.connect()) {
            Container.write(
                    socket, "QUERY", "/search", "", "Content-Type", "text/x-query", "Transfer-Encoding", "chunked");
            String chunk = Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n0\r\n\r\n";
            socket.getOutputStream().write(chunk.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(Container.read(socket.getInputStream(), "QUERY").text()).isEqualTo("" + length);
        }
    }

    @Test
    void chain_forwards_isStoredAsAWhole() throws Exception {
        container.app = (request, response) -> {
            if (request.getRequestURI().equals("/inner")) {
                cached(
                        response,
                        "inner " + request.getParameter("a") + request.getParameter("b")
                                + request.getAttribute("jakarta.servlet.forward.query_string"));
            } else {
                request.getRequestDispatcher("/inner?b=2").forward(request, response);
            }
        };

        Container.Reply first = container.get("/outer?&a=1");
        filled(1);
        Container.Reply second = container.get("/outer?a=1");

        assertThat(first.text()).isEqualTo("inner 12a=1");
        assertThat(second.text()).isEqualTo("inner 12a=1");
        assertThat(container.entered).hasValue(2);
    }

    @Test
    void chain_beginsTooLate_answersItsOwnClientOnly() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        container.app = (request, response) -> {
            if (container.entered.get() == 1) {
                late.await(60, TimeUnit.SECONDS);
            }
            cached(response, "late");
        };
        Future<Container.Reply> first = later("GET", "/late");
        await().atMost(Duration.ofSeconds(30)).until(() -> container.entered.get() == 1);
        Container.Reply waited = container.get("/late");
        late.countDown();

        assertThat(waited.status()).isEqualTo(504);
        assertThat(of(first).status()).isEqualTo(200);
        assertThat(of(first).text()).isEqualTo("late");
        assertThat(of(first).field("Cache-Status")).isNull();
    }

    @Test
    void chain_failsTooLate_theContainerHearsOfIt() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        container.app = (request, response) -> {
            late.await(60, TimeUnit.SECONDS);
            throw new IllegalStateException("broken on purpose");
        };
        Future<Container.Reply> first = later("GET", "/late");
        await().atMost(Duration.ofSeconds(30)).until(() -> container.entered.get() == 1);
        container.get("/late");
        late.countDown();

        assertThat(of(first).text()).isEqualTo("page of error 500");
    }
}
