package dev.larder.bench.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}: one thread, as many requests as connections are waiting. */
final class Wrk {

    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)\\b");
    private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: \\d+|Socket errors: .*");

    /** What came of a run. */
    record Result(long requests, double requestsPerSecond, double p99Millis) {}

    private Wrk() {}

    /**
     * Asks for one URL.
     *
     * @throws IllegalStateException if not every answer was good
     */
    static Result run(URI uri, int connections, int seconds) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Programs.get("wrk"),
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        uri.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher wrong = WRONG.matcher(output);
        if (wrong.find()) {
            throw new IllegalStateException(uri + ": " + wrong.group());
        }
        Matcher latency = P99.matcher(output);
        if (!latency.find()) {
            throw new IllegalStateException("wrk said: " + output);
        }
        double scale = switch (latency.group(2)) {
            case "us" -> 0.001;
            case "ms" -> 1;
            default -> 1_000;
        };
        return new Result(
                Long.parseLong(found(COUNT, output)),
                Double.parseDouble(found(RATE, output)),
                Double.parseDouble(latency.group(1)) * scale);
    }

    private static String found(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk said: " + output);
        }
        return matcher.group(1);
    }
}
