package dev.larder.gateway;

import dev.larder.gateway.RawOrigin.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An origin that keeps each request as it came, byte by byte, and answers with all of it, to be stored: whatever of a request reaches it
 * changes its response. Of some paths it says something else.
 */
final class Witness implements AutoCloseable {

    /** What the origin says to a request. */
    interface Script {
        /** Returns a response, byte by byte; empty to say nothing and to close the connection. */
        String answer(String request);
    }

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final RawOrigin origin;

    Witness() throws IOException {
        origin = new RawOrigin(this::serve);
    }

    private void serve(Wire wire) throws IOException {
        for (String request = request(wire); !request.isEmpty(); request = request(wire)) {
            seen.add(request);
            String answer = script(request).answer(request);
            if (answer.isEmpty()) {
                return;
            }
            String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
            wire.write(request.startsWith("HEAD") ? head : answer);
            if (head.contains("\r\nConnection: close\r\n")) {
                return;
            }
        }
    }

    private Script script(String request) {
        return scripts.entrySet().stream()
                .filter(entry -> request.contains(" " + entry.getKey()))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(all -> ok("Content-Type: text/plain\r\n", all));
    }

    /** Reads a request with its content, and no byte more. */
    private static String request(Wire wire) throws IOException {
        String head = wire.head();
        String length = Reply.field(head, "content-length");
        if (!length.isEmpty()) {
            byte[] content = wire.in().readNBytes(Integer.parseInt(length));
            return head + new String(content, StandardCharsets.ISO_8859_1);
        }
        return Reply.field(head, "transfer-encoding").isEmpty() ? head : head + wire.until("0\r\n\r\n");
    }

    /** Makes a response that may be stored for a minute. */
    static String ok(String fields, String content) {
        return response("200 OK", "Cache-Control: max-age=60\r\n" + fields, content);
    }

    static String response(String status, String fields, String content) {
        return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + content.length() + "\r\n\r\n" + content;
    }

    /** Sets what is said about all targets that begin so. */
    void says(String target, Script script) {
        scripts.put(target, script);
    }

    /** Returns the requests that hold a text anywhere. */
    List<String> seen(String text) {
        return seen.stream().filter(request -> request.contains(text)).toList();
    }

    URI uri() {
        return origin.uri();
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
