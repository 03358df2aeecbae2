package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.http.Call;
import dev.larder.http.HttpCache;
import dev.larder.http.Origin;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** A gateway without sockets of its own: the cache of responses before a service. */
final class Front {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "keep-alive");

    private final HttpCache cache;

    Front(Larder larder, URI service) {
        cache = HttpCache.on(larder, origin(service))
                .route(Route.of("all", "/", Profile.SAFE))
                .build();
    }

    /** What a client of the gateway has received. */
    record Received(ResponseHead head, String content) {
        boolean isHit() {
            return String.valueOf(head.fields().first("Cache-Status")).contains(";hit");
        }
    }

    private static Origin origin(URI service) {
        return (request, content, interim) -> HTTP.sendAsync(
                        asked(service, request), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(Front::response);
    }

    private static HttpRequest asked(URI service, RequestHead head) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(head.target()))
                .method(head.method(), HttpRequest.BodyPublishers.noBody());
        for (Field field : head.fields()) {
            if (!isOfTheConnection(field.name())) {
                request.header(field.name(), field.value());
            }
        }
        return request.build();
    }

    private static Origin.Response response(HttpResponse<byte[]> response) {
        List<Field> lines = new ArrayList<>();
        response.headers().map().forEach((name, values) -> {
            if (!isOfTheConnection(name)) {
                values.forEach(value -> lines.add(new Field(name, value)));
            }
        });
        return new Origin.Response(
                new ResponseArrival(response.statusCode(), lines),
                HttpRequest.BodyPublishers.ofByteArray(response.body()));
    }

    private static boolean isOfTheConnection(String name) {
        return OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }

    Received get(String target) {
        CompletableFuture<Received> received = new CompletableFuture<>();
        cache.handle(new Asked(target, received));
        try {
            return received.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A request of a client. */
    private record Asked(String target, CompletableFuture<Received> received) implements Call {
        @Override
        public Arrival arrival() {
            return new Arrival(
                    Arrival.Version.HTTP_1_1,
                    "http",
                    "GET",
                    target,
                    null,
                    List.of(new Field("Host", "grounds.example")),
                    false);
        }

        @Override
        public Flow.Publisher<ByteBuffer> content() {
            return HttpRequest.BodyPublishers.noBody();
        }

        @Override
        public void interim(ResponseHead head) {}

        @Override
        public void answer(ResponseHead head, List<ByteBuffer> content) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.forEach(part -> add(bytes, part));
            end(head, bytes);
        }

        private static void add(ByteArrayOutputStream bytes, ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.duplicate().get(copy);
            bytes.writeBytes(copy);
        }

        private void end(ResponseHead head, ByteArrayOutputStream bytes) {
            received.complete(new Received(head, bytes.toString(StandardCharsets.UTF_8)));
        }

        @Override
        public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
            HttpResponse.BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
            content.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    whole.onSubscribe(subscription);
                }

                @Override
                public void onNext(ByteBuffer part) {
                    whole.onNext(List.of(part));
                }

                @Override
                public void onError(Throwable failure) {
                    whole.onError(failure);
                }

                @Override
                public void onComplete() {
                    whole.onComplete();
                }
            });
            whole.getBody()
                    .thenAccept(
                            bytes -> received.complete(new Received(head, new String(bytes, StandardCharsets.UTF_8))));
        }
    }
}
