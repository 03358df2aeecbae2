package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.Larder;
import dev.larder.LarderException;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.Gateway;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder serve}: the HTTP cache before an origin. */
@Command(
        name = "serve",
        description = {
            "Answers HTTP requests from the cache, and from an origin what that does not have. Prints its address, and runs until it is"
                    + " told to stop (Ctrl-C, SIGTERM); requests under way end first.",
            "Without --redis it starts a Redis of its own, whose data end with it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Examples:",
            "  larder serve --origin http://localhost:8080 --listen 127.0.0.1:8000",
            "  larder serve --origin http://10.0.0.7 --listen 0.0.0.0:80 --redis redis://redis:6379 --profile rfc"
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--origin", required = true, paramLabel = "URL", description = "http:// or https://, host and port")
    @SuppressWarnings("NullAway.Init")
    private String origin;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8000",
            description = "where to listen; port 0 is one that is free (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String listen;

    @Option(
            names = "--profile",
            paramLabel = "safe|rfc",
            defaultValue = "safe",
            description =
                    "safe: only what an origin has asked for; rfc: all that RFC 9111 permits (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Profile profile;

    @Option(names = "--redis", paramLabel = "URI", description = "the Redis to use (default: an embedded one)")
    private @Nullable String redis;

    @Override
    public Integer call() throws InterruptedException {
        URI from = origin();
        int colon = listen.lastIndexOf(':');
        String host = colon > 0 ? listen.substring(0, colon).replaceAll("[\\[\\]]", "") : "";
        int port = port(colon);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Shutdown shutdown = new Shutdown()) {
            shutdown.onStop(stopped::countDown);
            serve(from, host, port, stopped);
        } catch (ConfigurationException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (LarderException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.GOOD;
    }

    private void serve(URI from, String host, int port, CountDownLatch stopped) throws InterruptedException {
        List<Route> routes = List.of(Route.of("all", "/", profile));
        try (EmbeddedRedis own = redis == null ? EmbeddedRedis.start() : null;
                Larder larder = Larder.connect(own == null ? String.valueOf(redis) : own.uri());
                Gateway gateway = Gateway.start(larder, host, port, from, routes)) {
            spec.commandLine().getOut().println(gateway.uri());
            spec.commandLine().getOut().flush();
            stopped.await();
        }
    }

    private int port(int colon) {
        try {
            int port = colon < 1 ? -1 : Integer.parseInt(listen.substring(colon + 1));
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The message below says what is wrong.
        }
        throw new ParameterException(spec.commandLine(), "--listen is HOST:PORT, as 127.0.0.1:8000");
    }

    private URI origin() {
        try {
            URI uri = URI.create(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/");
            if (web && uri.getHost() != null && bare && uri.getQuery() == null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // The message below says what is wrong.
        }
        throw new ParameterException(
                spec.commandLine(),
                "--origin is http:// or https:// with host and port only, as http://localhost:8080");
    }
}
