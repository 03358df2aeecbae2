package dev.larder.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/** Pages of contracts over HTTP, from a gateway that says in {@code Cache-Status} where each answer came from. */
final class HttpTarget implements ReplayTarget {

    /** A parameter of {@code Cache-Status} (RFC 9211), with or without a space before it. */
    private static final Pattern HIT = Pattern.compile("; *hit\\b");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;
    private final LongAdder hits = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder collapsed = new LongAdder();

    HttpTarget(URI gateway) {
        this.gateway = gateway;
    }

    @Override
    public Tier read(long id) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/contracts/" + id))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE)
                .build();
        HttpResponse<Void> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException("the gateway did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the gateway answered " + response.statusCode() + " for contract " + id);
        }
        String status = response.headers().firstValue("Cache-Status").orElse("");
        if (HIT.matcher(status).find()) {
            hits.increment();
            return Tier.NEAR;
        }
        (status.contains("collapsed") ? collapsed : loads).increment();
        return Tier.DATABASE;
    }

    @Override
    public void write(long id) {
        throw new UnsupportedOperationException("a gateway is read from");
    }

    @Override
    public Counters counters() {
        return new Counters(hits.sum(), 0, loads.sum(), collapsed.sum(), 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        // The client ends with its threads.
    }
}
