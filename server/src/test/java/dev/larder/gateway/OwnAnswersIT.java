package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway says by itself, over a socket; whoever of its parts says it. */
@Timeout(60)
final class OwnAnswersIT {

    private static final String SCRIPT = "<script>alert(1)</script>";

    private static Scene scene;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(ScreeningRules.DEFAULT, Route.of("all", "/", Profile.SAFE));
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    /** Requests that are refused by the parser, by the guard, and for what the origin says. */
    private static List<String> refused(String evil) {
        String path = scene.path();
        scene.origin().says(path, request -> "garbage " + evil + "\r\n\r\n");
        return List.of(
                "GET " + path + " " + evil + "\r\nHost: a\r\n\r\n",
                evil + "\r\n\r\n",
                "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + evil + "\r\n\r\n",
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nX: " + (evil + "x").repeat(2_000) + "\r\n\r\n",
                "GET /" + evil.repeat(2_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET " + path + " HTTP/1.1\r\nHost: " + evil + "\r\nConnection: close\r\n\r\n",
                Scene.head("GET", path + "%2f" + evil, "Connection: close"),
                Scene.head("TRACE", path, "X: " + evil, "Connection: close"),
                Scene.head(evil, path, "X: " + evil, "Connection: close"),
                Scene.head("GET", path, "Connection: close", "X: " + evil),
                Scene.head("POST", path, "Content-Length: 0", "Connection: close", "X: " + evil));
    }

    @Test
    void answer_anyOfThem_hasTheFieldsOfSafetyAndEchoesNothing() throws IOException {
        for (String request : refused(SCRIPT)) {
            List<Reply> replies = scene.send(request);

            assertThat(replies).hasSize(1);
            assertThat(replies.get(0).status()).isGreaterThanOrEqualTo(400);
            Scene.isOwn(replies.get(0));
            assertThat(replies.get(0).head()).doesNotContain("script");
        }
    }

    @Test
    void answer_whereTheNextRequestBeginsNowhere_endsTheConnection() throws IOException {
        for (String request : List.of("GET {p}\r\n\r\n", "GET {p} HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n")) {
            String path = scene.path();
            Reply reply =
                    scene.isRefused(400, path, request.replace("{p}", path) + Scene.head("GET", path + "smuggled"));

            assertThat(reply.field("connection")).isEqualTo("close");
        }
    }

    @Test
    void answer_toAForbiddenMethod_saysWhichAreAllowed() throws IOException {
        Reply reply = scene.send(Scene.head("TRACE", "/", "Cookie: session=1", "Connection: close"))
                .get(0);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.field("allow")).contains("GET").doesNotContain("TRACE");
        assertThat(reply.content()).doesNotContain("session");
    }

    @Test
    void logs_whateverGoesWrong_showNothingOfTheRequest() throws IOException {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage() + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        ear.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(ear);
        try {
            for (String request : refused("secret")) {
                scene.send(request);
            }
            scene.get(scene.path() + "secret?secret", "Cookie: secret", "Authorization: secret");
        } finally {
            root.removeHandler(ear);
        }
        assertThat(said).noneMatch(line -> line.contains("secret"));
    }
}
