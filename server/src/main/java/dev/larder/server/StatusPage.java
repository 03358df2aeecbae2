package dev.larder.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.larder.CacheStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A page for a browser on this machine: what runs where, and who answers. Renews itself, needs no script, and answers nobody who got here by
 * the name of another host.
 */
final class StatusPage implements AutoCloseable {

    /**
     * What it shows.
     *
     * @param places addresses by their names, in this order
     * @param examples URLs to try
     * @param stats of the gateway's cache
     * @param coherent whether what this process holds is proven to be current
     * @param redisBytes memory that Redis uses
     */
    record State(Map<String, URI> places, List<URI> examples, CacheStats stats, boolean coherent, long redisBytes) {}

    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #1d2a1f }
            h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
            table { border-collapse: collapse; width: 100% } td { padding: .3rem 0; border-bottom: 1px solid #dfe6df }
            td:last-child { text-align: right; font-variant-numeric: tabular-nums } a { color: #1f6b3a }
            p { color: #55645a; margin: .3rem 0 } .bad { color: #a3261d }
            @media (prefers-color-scheme: dark) {
              body { background: #141a15; color: #dfe8e0 } td { border-color: #2c362e } a { color: #7fce9b } p { color: #9db0a2 }
              .bad { color: #ff8f85 }
            }
            """;

    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "larder-status");
        made.setDaemon(true);
        return made;
    });

    private StatusPage(HttpServer server) {
        this.server = server;
    }

    /** Serves it on a free port of the loopback interface. */
    static StatusPage start(Supplier<State> state) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StatusPage page = new StatusPage(server);
        server.setExecutor(page.thread);
        server.createContext("/", exchange -> {
            try (exchange) {
                page.answer(exchange, state);
            }
        });
        server.start();
        return page;
    }

    URI uri() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort() + "/");
    }

    private void answer(HttpExchange exchange, Supplier<State> state) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!isOfThisMachine(exchange.getRequestHeaders().getFirst("Host"))) {
            send(exchange, 421, "text/plain", "This page answers to the address of this machine only.\n");
        } else if (!exchange.getRequestMethod().equals("GET")) {
            send(exchange, 405, "text/plain", "This page can be read only.\n");
        } else if (path.equals("/style.css")) {
            send(exchange, 200, "text/css", STYLE);
        } else if (path.equals("/")) {
            send(exchange, 200, "text/html", page(state.get()));
        } else {
            send(exchange, 404, "text/plain", "There is one page here: /\n");
        }
    }

    /** A page of another site may point a name of its own at this machine. */
    private boolean isOfThisMachine(String host) {
        int port = server.getAddress().getPort();
        return ("127.0.0.1:" + port).equals(host) || ("localhost:" + port).equals(host);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String page(State state) {
        CacheStats stats = state.stats();
        long hits = stats.nearHits() + stats.redisHits();
        long asked = hits + stats.loads() + stats.coalescedLoads();
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("Answered from the cache", asked == 0 ? "nothing was asked for yet" : percent(hits, asked));
        numbers.put("from the memory of the gateway", count(stats.nearHits()));
        numbers.put("from Redis", count(stats.redisHits()));
        numbers.put("from the service", count(stats.loads()));
        numbers.put("waited for one of these", count(stats.coalescedLoads()));
        numbers.put("responses in the memory of the gateway", count(stats.nearEntries()));
        numbers.put("memory of Redis", String.format(Locale.ROOT, "%.1f MiB", state.redisBytes() / 1048576.0));
        StringBuilder page = new StringBuilder(2_048);
        page.append(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"2\">"
                        + "<meta name=\"viewport\" content=\"width=device-width\"><title>Larder</title>"
                        + "<link rel=\"stylesheet\" href=\"/style.css\"></head><body><h1>Larder</h1>");
        page.append(
                state.coherent()
                        ? "<p>Everything runs, and what the gateway holds in memory is proven to be current.</p>"
                        : "<p class=\"bad\">The gateway cannot prove that what it holds in memory is current, and asks Redis or the"
                                + " service instead.</p>");
        page.append("<h2>Where</h2><table>");
        state.places().forEach((name, uri) -> page.append(row(name, link(uri))));
        page.append("</table><h2>Who answers</h2><table>");
        numbers.forEach((name, number) -> page.append(row(name, escaped(number))));
        page.append(
                "</table><h2>Try it</h2><p>Ask twice, and look at <code>Cache-Status</code> and <code>Age</code>.</p><table>");
        state.examples().forEach(uri -> page.append(row(uri.getRawPath(), link(uri))));
        return page.append("</table></body></html>\n").toString();
    }

    private static String row(String name, String content) {
        return "<tr><td>" + escaped(name) + "</td><td>" + content + "</td></tr>";
    }

    private static String link(URI uri) {
        String text = escaped(uri.toString());
        return uri.getScheme().startsWith("http") ? "<a href=\"" + text + "\">" + text + "</a>" : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(long part, long all) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
