package dev.larder.gateway;

import dev.larder.CacheUnavailableException;
import dev.larder.Delivery;
import dev.larder.http.Preview;
import dev.larder.http.Purged;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may administer, and what. First the place is looked at, so that no page in a browser gets further: its requests name an origin, or
 * the host that was led here. Then the token, then the order. Errors echo nothing.
 */
final class AdminDoor {

    private static final System.Logger LOG = System.getLogger(Admin.class.getName());

    private static final int MOST_BYTES = 1 << 16;
    private static final int AT_ONCE = 4;
    private static final long LINGERING_MILLIS = 1_000;
    private static final Duration COUNTING = Duration.ofSeconds(10);

    /** Nobody can lead a name here that is none. */
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.]+]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Gateway gateway;
    private final AdminToken token;
    private final String host;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /**
     * Creates a door.
     *
     * @param host the name or address that is listened on
     */
    AdminDoor(Gateway gateway, AdminToken token, String host) {
        this.gateway = gateway;
        this.token = token;
        this.host = host.toLowerCase(Locale.ROOT);
    }

    void take(HttpServerRequest request) {
        String path = request.path();
        if (isGet(request) && ("/health".equals(path) || "/ready".equals(path))) {
            tell(
                    request,
                    path.equals("/health")
                            ? !gateway.draining()
                            : gateway.status().ready());
            return;
        }
        Refused refused = refused(request);
        if (refused != null) {
            refuse(request, refused);
            return;
        }
        if ("/status".equals(path)) {
            GatewayStatus status = gateway.status();
            leave(request);
            send(request, 200, told(status));
            return;
        }
        Buffer body = Buffer.buffer();
        request.exceptionHandler(gone -> {});
        request.handler(part -> {
            if (body.length() <= MOST_BYTES) {
                body.appendBuffer(part);
            }
            if (body.length() > MOST_BYTES) {
                refuse(request, new Refused(413, "the body is longer than " + MOST_BYTES + " bytes"));
            }
        });
        request.endHandler(end -> {
            if (body.length() <= MOST_BYTES) {
                order(request, body.getBytes());
            }
        });
    }

    private record Refused(int status, String error) {}

    private static Map<String, Object> told(GatewayStatus status) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("ready", status.ready());
        content.put("draining", status.draining());
        content.put("coherent", status.coherent());
        content.put("connections", status.connections());
        content.put("connectionsRefused", status.connectionsRefused());
        content.put("accessLogDropped", status.accessLogDropped());
        content.put("origins", status.origins());
        content.put("routes", status.routes());
        content.put("cache", status.cache());
        return content;
    }

    private static boolean isGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    /** Says yes or no, and nothing else, to whoever asks. */
    private static void tell(HttpServerRequest request, boolean well) {
        leave(request);
        request.response()
                .setStatusCode(well ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(well ? "ok\n" : "not ok\n");
    }

    private @Nullable Refused refused(HttpServerRequest request) {
        if (!isHere(request.headers().get(HttpHeaders.HOST))
                || request.headers().getAll(HttpHeaders.HOST).size() != 1) {
            return new Refused(403, "Host is the address of this listener or localhost");
        }
        String site = request.headers().get("Sec-Fetch-Site");
        if (request.headers().contains(HttpHeaders.ORIGIN) || site != null && !site.equals("none")) {
            return new Refused(403, "pages in browsers are not listened to");
        }
        if (!token.isIn(request.headers().get(HttpHeaders.AUTHORIZATION))) {
            return new Refused(401, "Authorization: Bearer and the token are needed");
        }
        if ("/status".equals(request.path())) {
            return isGet(request) ? null : new Refused(405, "the status is read by GET");
        }
        if (!"/purge".equals(request.path())) {
            return new Refused(404, "there are /purge, /status, /health and /ready");
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return new Refused(405, "purging is done by POST");
        }
        if (!isJson(request.headers().get(HttpHeaders.CONTENT_TYPE))) {
            return new Refused(415, "Content-Type is application/json");
        }
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.length() > 6
                ? new Refused(413, "the body is longer than " + MOST_BYTES + " bytes")
                : null;
    }

    private boolean isHere(@Nullable String field) {
        if (field == null) {
            return false;
        }
        String lower = field.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        String name = colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
        return name.equals("localhost")
                || name.equals(host)
                || ADDRESS.matcher(name).matches();
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String essence = semicolon < 0 ? type : type.substring(0, semicolon);
        return essence.strip().equalsIgnoreCase("application/json");
    }

    private void order(HttpServerRequest request, byte[] body) {
        if (!places.tryAcquire()) {
            refuse(request, new Refused(503, AT_ONCE + " purges are under way; ask again later"));
            return;
        }
        Context here = Vertx.currentContext();
        try {
            PurgeOrder order = PurgeOrder.read(body);
            answer(order).whenComplete((answer, failure) -> {
                places.release();
                here.runOnContext(now -> send(request, answer == null ? failed(failure) : answer));
            });
        } catch (IllegalArgumentException e) {
            places.release();
            refuse(request, new Refused(400, String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            places.release();
            send(request, failed(e));
        }
    }

    private record Answer(int status, Map<String, Object> content) {}

    private CompletionStage<Answer> answer(PurgeOrder order) {
        return order.preview()
                ? gateway.cache().preview(order.what(), COUNTING, seen -> {}).thenApply(AdminDoor::counted)
                : gateway.cache().purge(order.what(), order.mode()).thenApply(AdminDoor::purged);
    }

    private static Answer counted(Preview preview) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("preview", true);
        content.put("responses", preview.responses());
        content.put("exact", preview.exact());
        content.put("keysLookedAt", preview.keys());
        return new Answer(200, content);
    }

    private static Answer purged(Purged purged) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("preview", false);
        content.put("mode", purged.mode().name().toLowerCase(Locale.ROOT));
        content.put("delivery", purged.delivery().name().toLowerCase(Locale.ROOT));
        purged.keys().ifPresent(keys -> content.put("keys", keys));
        return new Answer(purged.delivery() == Delivery.ACKNOWLEDGED ? 200 : 202, content);
    }

    private static Answer failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CacheUnavailableException) {
            return new Answer(503, Map.of("error", "Redis could not be asked; what was done stays done, so ask again"));
        }
        if (cause instanceof dev.larder.NotStorableException) {
            return new Answer(400, Map.of("error", "a tag has 1 to 512 characters of well-formed Unicode"));
        }
        LOG.log(System.Logger.Level.ERROR, "a purge failed because of an error of this program", cause);
        return new Answer(500, Map.of("error", "the purge failed; the log of the gateway says why"));
    }

    private static void refuse(HttpServerRequest request, Refused refused) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (refused.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        } else if (refused.status() == 405) {
            response.putHeader(HttpHeaders.ALLOW, "/purge".equals(request.path()) ? "POST" : "GET, HEAD");
        }
        leave(request);
        send(request, new Answer(refused.status(), Map.of("error", refused.error())));
    }

    /** What is still on its way is thrown away, so that the answer is not lost by a reset; not for long. */
    private static void leave(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.handler(part -> {});
            request.endHandler(end -> {});
            Vertx.currentContext()
                    .owner()
                    .setTimer(LINGERING_MILLIS, late -> request.connection().close());
        }
    }

    private static void send(HttpServerRequest request, Answer answer) {
        send(request, answer.status(), answer.content());
    }

    private static void send(HttpServerRequest request, int status, Object content) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .end(JsonMapper.shared().writeValueAsString(content) + "\n");
    }
}
