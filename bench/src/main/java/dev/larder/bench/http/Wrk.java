package dev.larder.bench.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The load generator {@code wrk}: one thread, as many requests as connections are waiting. */
final class Wrk {

    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)\\b");
    private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: \\d+|Socket errors: .*");

    /** What came of a run. */
    record Result(long requests, double requestsPerSecond, double p99Millis) {}

    private static final int CONNECTIONS = 64;

    private final String path;
    private final @Nullable Path script;

    /**
     * Prepares a load.
     *
     * @param folder for a script, where one is needed
     */
    Wrk(Path folder, HttpBenchmark.Workload workload) throws IOException {
        path = workload.path();
        script = workload.urls() == 1 ? null : folder.resolve("urls.lua");
        if (script != null) {
            Files.writeString(script, """
                    local requests = {}
                    local next = 0
                    init = function(args)
                      for i = 1, %1$d do requests[i] = wrk.format("GET", "%2$s?n=" .. i) end
                    end
                    request = function()
                      next = next %% %1$d + 1
                      return requests[next]
                    end
                    """.formatted(workload.urls(), path));
        }
    }

    /** Asks a server until it is warm, however long it takes for some answers. */
    void warm(URI server, int seconds) throws IOException {
        said(server, seconds);
    }

    /**
     * Asks a server.
     *
     * @throws IllegalStateException if not every answer was good
     */
    Result run(URI server, int seconds) throws IOException {
        String output = said(server, seconds);
        Matcher wrong = WRONG.matcher(output);
        if (wrong.find()) {
            throw new IllegalStateException(server.resolve(path) + ": " + wrong.group());
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

    private String said(URI server, int seconds) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Programs.get("wrk"), "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "--latency"));
        if (script != null) {
            command.addAll(List.of("-s", script.toString()));
        }
        command.add(server.resolve(path).toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String found(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk said: " + output);
        }
        return matcher.group(1);
    }
}
