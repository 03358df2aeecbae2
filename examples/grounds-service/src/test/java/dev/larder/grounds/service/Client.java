package dev.larder.grounds.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the service. */
final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;

    Client(URI address) {
        this.address = address;
    }

    /** An answer. */
    record Reply(int status, HttpResponse<String> response) {

        String field(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        List<String> tags() {
            return List.of(field("Surrogate-Key").split(" "));
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }
    }

    URI address() {
        return address;
    }

    Reply get(String target, String... fields) {
        return send("GET", target, HttpRequest.BodyPublishers.noBody(), fields);
    }

    Reply patch(String target, String json, String... fields) {
        String[] all = new String[fields.length + 2];
        System.arraycopy(fields, 0, all, 0, fields.length);
        all[fields.length] = "Content-Type";
        all[fields.length + 1] = "application/json";
        return send("PATCH", target, HttpRequest.BodyPublishers.ofString(json), all);
    }

    Reply send(String method, String target, HttpRequest.BodyPublisher content, String... fields) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(target)).method(method, content);
        if (fields.length > 0) {
            request.headers(fields);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
