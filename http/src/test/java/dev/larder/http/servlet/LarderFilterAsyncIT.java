package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applications that answer later: their responses go to their clients, and are not stored. */
class LarderFilterAsyncIT extends BehindTheFilter {

    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(4);

    @AfterEach
    void endWorkers() {
        workers.shutdownNow();
    }

    private void after(int millis, ThrowingTask task) {
        workers.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    interface ThrowingTask {
        void run() throws IOException;
    }

    private void answerLater(HttpServletRequest request, HttpServletResponse response) {
        int number = container.entered.get();
        response.setHeader("Cache-Control", "max-age=600");
        response.setStatus(201);
        AsyncContext context = request.startAsync();
        after(50, () -> {
            context.getResponse().setContentType("text/plain");
            context.getResponse().getWriter().print("later " + number);
            context.complete();
        });
    }

    @Test
    void async_completes_answersItsClientAndIsNotStored() throws Exception {
        container.app = this::answerLater;

        Container.Reply first = container.get("/later");
        Container.Reply second = container.get("/later");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text()).isEqualTo("later 1");
        assertThat(first.field("Cache-Control")).isEqualTo("max-age=600");
        assertThat(second.text()).isEqualTo("later 2");
    }

    @Test
    void async_severalAtOnce_eachIsAnswered() throws Exception {
        container.app = this::answerLater;
        List<Future<Container.Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            replies.add(later("GET", "/later"));
        }

        for (Future<Container.Reply> reply : replies) {
            assertThat(of(reply).text()).startsWith("later ");
        }
        assertThat(container.entered).hasValue(10);
    }

    @Test
    void async_dispatches_isAnsweredByTheDispatch() throws Exception {
        container.app = (request, response) -> {
            if (request.getAttribute("result") == null) {
                response.setHeader("Cache-Control", "max-age=600");
                AsyncContext context = request.startAsync(request, response);
                after(50, () -> {
                    request.setAttribute("result", "dispatched");
                    context.dispatch();
                });
            } else {
                response.getWriter().print(request.getAttribute("result") + " " + request.getQueryString());
            }
        };

        Container.Reply reply = container.get("/dispatch?a=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("dispatched a=1");
        assertThat(container.get("/dispatch?a=1").text()).isEqualTo("dispatched a=1");
        assertThat(container.entered).hasValue(4);
    }

    @Test
    void async_writesWithAListener_isAnswered() throws Exception {
        container.app = (request, response) -> {
            AsyncContext context = request.startAsync();
            response.getOutputStream().setWriteListener(new WriteListener() {
                @Override
                public void onWritePossible() throws IOException {
                    if (response.getOutputStream().isReady()) {
                        response.getOutputStream().write("listened".getBytes());
                        context.complete();
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    context.complete();
                }
            });
        };

        assertThat(container.get("/listener").text()).isEqualTo("listened");
    }

    @Test
    void async_writtenBefore_isAllThere() throws Exception {
        container.app = (request, response) -> {
            response.setCharacterEncoding("UTF-8");
            response.getWriter().print("früh ");
            AsyncContext context = request.startAsync(request, response);
            after(50, () -> {
                response.getWriter().print("spät");
                context.complete();
            });
        };

        assertThat(container.get("/both").text()).isEqualTo("früh spät");
    }

    @Test
    void async_times_out_isTheContainersError() throws Exception {
        container.app = (request, response) -> request.startAsync().setTimeout(100);

        assertThat(container.get("/timeout").status()).isEqualTo(500);
    }

    @Test
    void async_unsafe_invalidatesBeforeItsEnd() throws Exception {
        AtomicReference<String> value = new AtomicReference<>("v1");
        container.app = (request, response) -> {
            if (request.getMethod().equals("PUT")) {
                AsyncContext context = request.startAsync(request, response);
                after(100, () -> {
                    value.set("v2");
                    response.getWriter().print("changed");
                    context.complete();
                });
            } else {
                cached(response, value.get());
            }
        };
        assertThat(container.get("/contracts/42").text()).isEqualTo("v1");
        filled(1);

        Container.Reply changed = container.send("PUT", "/contracts/42", "x");

        assertThat(changed.text()).isEqualTo("changed");
        assertThat(container.get("/contracts/42").text()).isEqualTo("v2");
    }

    @Test
    void async_unsafeWithoutContent_invalidatesAsWell() throws Exception {
        AtomicReference<String> value = new AtomicReference<>("v1");
        container.app = (request, response) -> {
            if (request.getMethod().equals("DELETE")) {
                AsyncContext context = request.startAsync(request, response);
                after(100, () -> {
                    value.set("v2");
                    response.setStatus(204);
                    context.complete();
                });
            } else {
                cached(response, value.get());
            }
        };
        container.get("/contracts/42");
        filled(1);

        assertThat(container.send("DELETE", "/contracts/42", "").status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> container.get("/contracts/42").text().equals("v2"));
    }

    @Test
    void async_afterAStreamHasBegun_goesOn() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.getWriter().print("begun ");
            response.flushBuffer();
            AsyncContext context = request.startAsync(request, response);
            after(50, () -> {
                response.getWriter().print("ended");
                context.complete();
            });
        };

        Container.Reply reply = container.get("/stream");

        assertThat(reply.text()).isEqualTo("begun ended");
        assertThat(reply.whole()).isTrue();
    }

    @Test
    void async_afterAFullBuffer_losesNothingOfTheNext() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.getOutputStream().write(new byte[9_000]);
            AsyncContext context = request.startAsync(request, response);
            after(50, () -> {
                response.getOutputStream().write(1);
                context.complete();
            });
        };

        assertThat(container.get("/stream").content()).hasSize(9_001);
    }
}
