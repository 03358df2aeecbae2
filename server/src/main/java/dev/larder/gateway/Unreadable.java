package dev.larder.gateway;

import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.Field;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * The answer to what is no request to the server's parser: 400, 414 or 431 without content, with the fields of all answers of the cache's own.
 * Nobody knows where the next request begins, so it is the last of its connection.
 */
final class Unreadable {

    private static final Set<String> OF_CONTENT = Set.of("content-length", "content-type");

    private Unreadable() {}

    static void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.headersEndHandler(ignored -> {
            for (Field field : OwnAnswer.plain(response.getStatusCode(), "unreadable")
                    .head()
                    .fields()
                    .without(OF_CONTENT)) {
                response.headers().set(field.name(), field.value());
            }
            response.headers().set("Connection", "close");
        });
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }
}
