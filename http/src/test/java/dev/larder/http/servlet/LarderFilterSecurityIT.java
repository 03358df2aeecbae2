package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What an application could see of one client never changes what another one gets. */
class LarderFilterSecurityIT extends BehindTheFilter {

    /** Says that each request that asks for it has a user, as security before the filter would. */
    private static final class Security extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, jakarta.servlet.ServletException {
            String user = request.getHeader("X-User");
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public Principal getUserPrincipal() {
                            return user == null ? null : () -> user;
                        }
                    },
                    response);
        }
    }

    @Override
    Filter[] filters() {
        return new Filter[] {new Security(), filter};
    }

    private static String all(HttpServletRequest request) {
        List<Object> seen = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            seen.add(name + "=" + Collections.list(request.getHeaders(name)));
        }
        seen.addAll(List.of(
                request.getRemoteAddr(),
                request.getRemoteHost(),
                request.getRemotePort(),
                request.getProtocol(),
                request.getScheme(),
                request.getServerName(),
                request.getServerPort(),
                request.isSecure(),
                request.getRequestURI(),
                request.getRequestURL(),
                Collections.list(request.getLocales())));
        seen.addAll(Arrays.asList(
                request.getQueryString(),
                request.getContextPath(),
                request.getServletPath(),
                request.getCharacterEncoding(),
                request.getContentType(),
                request.getContentLengthLong(),
                request.getCookies() == null ? 0 : request.getCookies().length,
                request.getSession(false),
                request.getRequestedSessionId(),
                request.getUserPrincipal(),
                request.getRemoteUser(),
                request.getAuthType()));
        return seen.toString();
    }

    @Test
    void get_twoRequestsOfOneKey_lookTheSameToTheApplication() throws Exception {
        List<String> seen = new ArrayList<>();
        container.app = (request, response) -> {
            seen.add(all(request));
            cached(response, "seen");
        };

        container.get("/seen?x=1&y=%7e");
        filled(1);
        filter.cache()
                .invalidate("http", "grounds.example", "/seen?x=1&y=~")
                .toCompletableFuture()
                .get();
        container.get(
                "/seen?x=1&y=~&",
                "X-Forwarded-Host",
                "evil.example",
                "X-Original-URL",
                "/admin",
                "User-Agent",
                "evil",
                "Accept-Language",
                "de",
                "Accept",
                "application/json",
                "Origin",
                "https://evil.example",
                "Content-Type",
                "text/plain; charset=utf-16",
                "X-Anything",
                "x");

        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
        assertThat(seen.get(0)).doesNotContain("127.0.0.1").contains("0.0.0.0", "/seen", "grounds.example");
    }

    @Test
    void keyedField_isSeenAndHasResponsesOfItsOwn() throws Exception {
        container.app = (request, response) ->
                cached(response, request.getLocale().getLanguage() + request.getHeader("Accept-Language"));

        assertThat(container.get("/langs/a", "Accept-Language", "de").text()).isEqualTo("dede");
        assertThat(container.get("/langs/a", "Accept-Language", "en").text()).isEqualTo("enen");
        assertThat(container.get("/langs/a", "Accept-Language", "fr").text())
                .isEqualTo(Locale.getDefault().getLanguage() + "null");
    }

    @Test
    void parameters_areThoseOfTheKey() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        container.app = (request, response) -> {
            seen.set(request.getParameter("a b") + Arrays.toString(request.getParameterValues("c")));
            cached(response, "x");
        };

        container.get("/parameters?a+b=1%262&&c=&c=%C3%BC&d");

        assertThat(seen.get()).isEqualTo("1&2[, ü]");
    }

    @Test
    void session_madeInTheChain_isNotShared() throws Exception {
        container.app = (request, response) -> {
            HttpSession session = request.getSession();
            cached(response, "token of " + session.getId());
        };

        Container.Reply first = container.get("/form");
        Container.Reply second = container.get("/form");

        assertThat(first.field("Set-Cookie")).contains("JSESSIONID");
        assertThat(second.text()).startsWith("token of ").isNotEqualTo(first.text());
    }

    @Test
    void session_ofTheClient_goesThroughUnstored() throws Exception {
        AtomicReference<String> made = new AtomicReference<>();
        container.app = (request, response) -> {
            if (request.getMethod().equals("POST")) {
                made.set(request.getSession().getId());
            } else {
                HttpSession session = request.getSession(false);
                cached(response, session == null ? "nobody" : "user of " + session.getId());
            }
        };
        container.send("POST", "/login", "x");

        Container.Reply mine = container.get("/account", "Cookie", "JSESSIONID=" + made.get());

        assertThat(mine.text()).isEqualTo("user of " + made.get());
        assertThat(container.get("/account").text()).isEqualTo("nobody");
        assertThat(container
                        .get("/account", "Cookie", "JSESSIONID=" + made.get())
                        .text())
                .isEqualTo(mine.text());
    }

    @Test
    void session_whereCookiesAreStripped_isNotSeen() throws Exception {
        AtomicReference<String> made = new AtomicReference<>();
        container.app = (request, response) -> {
            if (request.getMethod().equals("POST")) {
                made.set(request.getSession().getId());
            } else {
                cached(
                        response,
                        request.getSession(false) + " " + request.getRequestedSessionId() + " " + request.getCookies());
            }
        };
        container.send("POST", "/login", "x");

        assertThat(container
                        .get("/stripped/a", "Cookie", "JSESSIONID=" + made.get())
                        .text())
                .isEqualTo("null null null");
        filled(1);
        assertThat(container.get("/stripped/a").field("Cache-Status")).contains(";hit");
    }

    @Test
    void cookie_setByTheApplication_isNotShared() throws Exception {
        container.app = (request, response) -> {
            jakarta.servlet.http.Cookie cookie = new jakarta.servlet.http.Cookie("visit", "" + container.entered.get());
            cookie.setHttpOnly(true);
            cookie.setAttribute("SameSite", "Strict");
            response.addCookie(cookie);
            cached(response, "visit " + container.entered.get());
        };

        Container.Reply first = container.get("/visit");
        Container.Reply second = container.get("/visit");

        assertThat(first.field("Set-Cookie")).isEqualTo("visit=1; HttpOnly; SameSite=Strict");
        assertThat(second.text()).isEqualTo("visit 2");
    }

    @Test
    void user_knownBeforeTheFilter_isNotSharedNorSeen() throws Exception {
        container.app = (request, response) -> cached(response, "user " + request.getUserPrincipal());

        Container.Reply mine = container.get("/profile", "X-User", "ada");
        Container.Reply again = container.get("/profile", "X-User", "ada");

        assertThat(mine.text()).isEqualTo("user null");
        assertThat(again.field("Cache-Status")).doesNotContain(";hit");
        assertThat(container.entered).hasValue(2);
    }

    @Test
    void user_knownBeforeTheFilter_getsAWholeResponseWhereTheStoredOneIsStale() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=0");
            response.setHeader("ETag", "\"1\"");
            if (request.getHeader("If-None-Match") == null) {
                response.getWriter().print("whole");
            } else {
                response.setStatus(304);
            }
        };
        container.get("/profile");
        filled(1);

        assertThat(container.get("/profile", "X-User", "ada").text()).isEqualTo("whole");
    }

    @Test
    void authorization_withoutPermissionOfTheResponse_isNotShared() throws Exception {
        container.app = (request, response) -> cached(response, "for " + request.getHeader("Authorization"));

        Container.Reply mine = container.get("/api", "Authorization", "Bearer a");

        assertThat(mine.text()).isEqualTo("for Bearer a");
        assertThat(container.get("/api").text()).isEqualTo("for null");
    }

    @Test
    void responseSplitting_reachesNobody() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("X-Echo", "a\r\nSet-Cookie: evil=1");
            cached(response, "x");
        };

        Container.Reply reply = container.get("/echo");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.field("Set-Cookie")).isNull();
    }

    @Test
    void deception_pageUnderAPathOfAFile_isNotShared() throws Exception {
        container.app = (request, response) -> {
            response.setHeader("Cache-Control", "max-age=600");
            response.setContentType("text/html");
            response.getWriter().print("account " + container.entered.get());
        };

        container.get("/account/x.css");

        assertThat(container.get("/account/x.css").text()).isEqualTo("account 2");
    }

    @Test
    void unsafe_requestsKeepWhatTheySay() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        container.app = (request, response) -> {
            String content = new String(request.getInputStream().readAllBytes());
            seen.set(request.getHeader("X-Anything")
                    + request.getHeader("X-Original-URL")
                    + request.getRemoteAddr()
                    + content);
        };

        container.send("PUT", "/change", "body", "X-Anything", "yes", "X-Original-URL", "/admin");

        assertThat(seen.get()).isEqualTo("yesnull127.0.0.1body");
    }
}
