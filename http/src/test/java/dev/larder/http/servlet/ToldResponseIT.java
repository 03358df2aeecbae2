package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The response keeps what the specification says, behind the filter as without it. */
class ToldResponseIT extends BehindTheFilter {

    @Test
    void writer_itsCharset_isThatOfTheContentType() throws Exception {
        container.app = (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().print("Gärten \uD83C");
            response.setContentType("text/html;charset=UTF-16");
            response.getWriter().print("\uDF3F");
        };

        Container.Reply reply = container.get("/a");

        assertThat(reply.field("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(reply.text()).isEqualTo("Gärten \uD83C\uDF3F");
    }

    @Test
    void buffer_resetBeforeItIsFull_isEmptyAgain() throws Exception {
        container.app = (request, response) -> {
            response.setStatus(500);
            response.setHeader("X-Gone", "x");
            response.getWriter().print("gone");
            response.reset();
            response.setContentType("text/plain");
            response.getOutputStream().write("kept".getBytes(StandardCharsets.UTF_8));
            response.getOutputStream().write("gone".getBytes(StandardCharsets.UTF_8));
            response.resetBuffer();
            response.getOutputStream().write("kept".getBytes(StandardCharsets.UTF_8));
        };

        Container.Reply reply = container.get("/a");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("X-Gone")).isNull();
        assertThat(reply.text()).isEqualTo("kept");
    }

    @Test
    void committed_changesOfTheHead_haveNoEffect() throws Exception {
        container.app = (request, response) -> {
            response.getOutputStream().write(new byte[response.getBufferSize() + 1]);
            assertThat(response.isCommitted()).isTrue();
            response.setStatus(500);
            response.setHeader("X-Late", "x");
            assertThatIllegalStateException().isThrownBy(response::reset);
            assertThatIllegalStateException().isThrownBy(() -> response.sendError(500));
            assertThatIllegalStateException().isThrownBy(() -> response.sendRedirect("/x"));
            assertThatIllegalStateException().isThrownBy(request::getSession);
        };

        Container.Reply reply = container.get("/a");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("X-Late")).isNull();
        assertThat(reply.content()).hasSize(8_193);
    }

    @Test
    void length_promised_isNotExceeded() throws Exception {
        container.app = (request, response) -> {
            response.setContentLength(3);
            response.setHeader("Cache-Control", "max-age=600");
            response.getOutputStream().write("abcdef".getBytes(StandardCharsets.UTF_8));
        };

        assertThat(container.get("/a").text()).isEqualTo("abc");
    }

    @Test
    void writerAndStream_together_areRefused() throws Exception {
        container.app = (request, response) -> {
            response.getWriter().print("x");
            assertThatIllegalStateException().isThrownBy(response::getOutputStream);
        };

        assertThat(container.get("/a").text()).isEqualTo("x");
    }

    @Test
    void unwrapped_response_leadsPastTheCacheNowhere() throws Exception {
        container.app = (request, response) -> {
            HttpServletResponse inner = response;
            while (inner instanceof HttpServletResponseWrapper wrapper) {
                inner = (HttpServletResponse) wrapper.getResponse();
            }
            inner.addHeader("Set-Cookie", "unwrapped=1");
            cached(response, "visit " + container.entered.get());
        };

        container.get("/a");

        assertThat(container.get("/a").text()).isEqualTo("visit 2");
    }

    @Test
    void noContent_statusesWithoutIt_haveNone() throws Exception {
        container.app = (request, response) -> response.setStatus(204);

        Container.Reply reply = container.get("/a");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.field("Content-Length")).isNull();
    }
}
