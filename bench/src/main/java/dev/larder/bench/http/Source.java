package dev.larder.bench.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin whose responses are fresh for a day: {@code /1k} has 1,024 bytes of text. */
final class Source implements AutoCloseable {

    private static final Pattern PATH = Pattern.compile("/(\\d+)k");

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    private Source(HttpServer server) {
        this.server = server;
    }

    static Source start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Source source = new Source(server);
        server.createContext("/", exchange -> {
            source.requests.incrementAndGet();
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            byte[] content = new byte[path.matches() ? Integer.parseInt(path.group(1)) * 1024 : 0];
            java.util.Arrays.fill(content, (byte) 'x');
            exchange.getResponseHeaders().set("Cache-Control", "public, max-age=86400");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        return source;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void forget() {
        requests.set(0);
    }

    /**
     * Fails if it was asked.
     *
     * @throws IllegalStateException if what was measured were not hits
     */
    void checkNotAsked() {
        if (requests.get() > 0) {
            throw new IllegalStateException("the origin was asked " + requests.get() + " times: these were not hits");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
