package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.AccessRules;
import dev.larder.http.AccessRules.By;
import dev.larder.http.AccessRules.Protects;
import dev.larder.http.Gate;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gate adds to answers is on those too that an application writes to its client past the cache. */
@Timeout(120)
class EnteredResponseIT extends BehindTheFilter {

    private static final String STANDING = "\"per-user\";r=9";
    private static final String RENEWED = "__Host-session=renewed; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final String[] STREAM = {"Accept", "text/event-stream"};

    /** Lets all in as the same user, whose session was rotated a moment ago. */
    private static final class Door implements Gate {

        @Override
        public void check(Route route, ScreeningRules screening) {}

        @Override
        public boolean guards(Route route, RequestHead request) {
            return !route.access().equals(AccessRules.OPEN);
        }

        @Override
        public RequestHead outside(Route route, RequestHead request) {
            return request;
        }

        @Override
        public CompletionStage<Entry> enter(Route route, RequestHead request, String address) {
            return CompletableFuture.completedFuture(new Entry.Let(
                    request,
                    Fields.of(Gate.USER, "alice"),
                    "alice",
                    true,
                    Fields.of("RateLimit", STANDING, "Set-Cookie", RENEWED)));
        }
    }

    private interface Answer {
        void write(HttpServletResponse response) throws Exception;
    }

    @Override
    void settle(LarderFilter.Builder builder) {
        builder.patience(Duration.ofSeconds(5))
                .gate(new Door())
                .route(Route.of("mine", "/mine", Profile.SAFE)
                        .withAccess(AccessRules.OPEN.with(By.SESSION, Protects.ALL)));
    }

    @Override
    Filter[] filters() {
        Filter outer = (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().endsWith("/outer")) {
                ((HttpServletResponse) response).setHeader("CDN-Cache-Control", "max-age=5");
                ((HttpServletResponse) response).addHeader("Set-Cookie", "outer=1");
            }
            chain.doFilter(request, response);
        };
        return new Filter[] {outer, filter};
    }

    private static void later(HttpServletRequest request, Answer answer) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                answer.write((HttpServletResponse) context.getResponse());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                context.complete();
            }
        });
    }

    private static void share(HttpServletResponse response) {
        response.setHeader("Cache-Control", "public, max-age=600, s-maxage=900");
        response.setHeader("CDN-Cache-Control", "max-age=700");
        response.addHeader("Surrogate-Control", "max-age=700");
    }

    private static void assertAdded(Container.Reply reply, String cacheControl) {
        assertThat(reply.field("Cache-Control")).isEqualTo(cacheControl);
        assertThat(reply.field("CDN-Cache-Control")).isNull();
        assertThat(reply.field("Surrogate-Control")).isNull();
        assertThat(reply.field("RateLimit")).isEqualTo(STANDING);
        assertThat(reply.field("Set-Cookie")).isEqualTo(RENEWED);
    }

    @Test
    void async_saidBefore_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> {
            share(response);
            later(request, later -> later.getWriter().print("later"));
        };

        Container.Reply reply = container.get("/mine/1");

        assertThat(reply.text()).isEqualTo("later");
        assertAdded(reply, "private, max-age=600");
    }

    @Test
    void async_saidAfterTheFirstByte_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> later(request, later -> {
            later.getWriter().print("later");
            later.addHeader("cache-control", "public");
            later.addHeader("Cache-Control", "max-age=600");
            later.setHeader("CDN-Cache-Control", "max-age=700");
        });

        assertAdded(container.get("/mine/2"), "private, max-age=600");
    }

    @Test
    void async_thatWritesNothing_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> later(request, later -> {
            share(later);
            later.setStatus(204);
        });

        for (String method : List.of("GET", "DELETE")) {
            Container.Reply reply = container.send(method, "/mine/3", "");
            assertThat(reply.status()).isEqualTo(204);
            assertAdded(reply, "private, max-age=600");
        }
    }

    @Test
    void async_thatFails_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> later(request, later -> later.sendError(409));

        Container.Reply reply = container.get("/mine/4");

        assertThat(reply.status()).isEqualTo(409);
        assertAdded(reply, "private");
    }

    @Test
    void async_dispatched_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync().dispatch();
            } else {
                share(response);
                response.getWriter().print(request.getRemoteUser() + " " + request.getHeader("X-Larder-User"));
            }
        };
        String[] forged = {"X-Larder-User", "root", "Accept", "text/event-stream"};

        for (String[] fields : List.of(forged, Arrays.copyOf(forged, 2))) {
            Container.Reply reply = container.get("/mine/5", fields);
            assertThat(reply.text()).isEqualTo("alice alice");
            assertAdded(reply, "private, max-age=600");
        }
    }

    @Test
    void async_afterAStreamHasBegun_isToldOnce() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            response.getOutputStream().write(new byte[9_000]);
            later(request, later -> later.getOutputStream().write(1));
        };

        assertAdded(container.get("/mine/6"), "private, no-store");
    }

    @Test
    void chain_beginningTooLate_hasWhatTheGateAdds() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        container.app = (request, response) -> {
            late.await(60, TimeUnit.SECONDS);
            share(response);
            response.getWriter().print("late");
        };
        Future<Container.Reply> first = later("GET", "/mine/7");
        await().atMost(Duration.ofSeconds(30)).until(() -> container.entered.get() == 1);
        assertThat(container.get("/mine/7").status()).isEqualTo(504);
        late.countDown();

        assertThat(of(first).text()).isEqualTo("late");
        assertAdded(of(first), "private, max-age=600");
    }

    @Test
    void chain_throwing_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> {
            throw new IllegalStateException("broken on purpose");
        };

        for (String[] fields : List.of(new String[0], STREAM)) {
            Container.Reply reply = container.get("/mine/8", fields);
            assertThat(reply.text()).isEqualTo("page of error 500");
            assertAdded(reply, "private");
        }
    }

    @Test
    void eventStream_saying_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> {
            share(response);
            response.setContentType("text/event-stream");
            response.getWriter().print("data: x\n\n");
        };

        Container.Reply reply = container.get("/mine/9", STREAM);

        assertThat(reply.text()).isEqualTo("data: x\n\n");
        assertAdded(reply, "private, max-age=600");
        assertThat(container.get("/open", STREAM).field("Cache-Control")).startsWith("public");
    }

    @Test
    void eventStream_reset_hasWhatTheGateAdds() throws Exception {
        container.app = (request, response) -> {
            share(response);
            response.addCookie(new Cookie("__Host-session", "own"));
            response.reset();
            response.getWriter().print("x");
        };

        assertAdded(container.get("/mine/10", STREAM), "private");
    }

    /** Code for security says what it would have said of a response of which nothing is said yet. */
    @Test
    void eventStream_asked_showsWhatTheApplicationHasSaid() throws Exception {
        List<Object> seen = new ArrayList<>();
        container.app = (request, response) -> {
            seen.add(response.containsHeader("Cache-Control"));
            seen.add(response.getHeader("Cache-Control"));
            seen.addAll(response.getHeaders("Set-Cookie"));
            seen.add(response.getHeaderNames().contains("RateLimit"));
            response.setHeader("Cache-Control", "no-cache");
            seen.add(response.containsHeader("Cache-Control"));
            seen.add(response.getHeaderNames().contains("Cache-Control"));
            response.setHeader("Cache-Control", null);
            seen.add(response.containsHeader("Cache-Control"));
            response.getWriter().print("x");
        };

        assertAdded(container.get("/mine/11", STREAM), "private");
        assertThat(seen).containsExactly(false, null, false, true, true, false);
    }

    @Test
    void cookie_ofTheApplication_isNotReplacedByThatOfTheGate() throws Exception {
        List<Answer> ways = List.of(
                response -> response.addCookie(new Cookie("__Host-session", "own")),
                response -> response.addHeader("Set-Cookie", "__Host-session=own"),
                response -> response.setHeader("set-cookie", "__Host-session=own"));
        for (Answer way : ways) {
            container.app = (request, response) -> {
                way.write(response);
                response.getWriter().print("x");
            };
            assertThat(container.get("/mine/12", STREAM).field("Set-Cookie")).isEqualTo("__Host-session=own");
            container.app = (request, response) -> later(request, way);
            assertThat(container.get("/mine/12").field("Set-Cookie")).isEqualTo("__Host-session=own");
        }
    }

    @Test
    void cookies_ofTheContainerAndOfOuterFilters_stay() throws Exception {
        container.app = (request, response) -> {
            request.getSession();
            response.addHeader("Set-Cookie", "__Host-session=own");
            response.getWriter().print("x");
        };

        Container.Reply reply = container.get("/mine/outer", STREAM);

        assertThat(reply.field("Set-Cookie")).contains("outer=1", "JSESSIONID=", "__Host-session=own");
        assertThat(reply.field("Set-Cookie")).doesNotContain("renewed");
        assertThat(reply.field("CDN-Cache-Control")).isNull();
    }
}
