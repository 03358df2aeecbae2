package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.LarderException;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.Gateway;
import dev.larder.gateway.GatewayConfig;
import dev.larder.gateway.GatewayEvent;
import dev.larder.gateway.Listen;
import dev.larder.gateway.OriginSettings;
import dev.larder.http.decision.Profile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "Without a Redis in the file or by --redis it starts one of its own, whose data end with it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Examples:",
            "  larder serve --origin http://localhost:8080 --listen 127.0.0.1:8000",
            "  larder serve --origin http://10.0.0.7 --listen 0.0.0.0:80 --redis redis://redis:6379 --profile rfc",
            "  larder serve --config larder.yaml",
            "  larder serve --origin http://localhost:8080 --admin 127.0.0.1:8001 --admin-token-file token"
        })
final class ServeCommand implements Callable<Integer> {

    /** So long it takes to end what is not a request. */
    private static final Duration CLOSING = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Source source;

    /** Where the settings come from. */
    static final class Source {
        @Option(names = "--origin", paramLabel = "URL", description = "http:// or https://, host and port")
        private @Nullable String origin;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "a file with routes and rules (docs/features/gateway.md)")
        private @Nullable Path config;
    }

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "where to listen; port 0 is one that is free (default: what the file says, or 127.0.0.1:8000)")
    private @Nullable String listen;

    @Option(
            names = "--profile",
            paramLabel = "safe|rfc",
            description =
                    "safe: only what an origin has asked for; rfc: all that RFC 9111 permits (default: safe, or what the"
                            + " file says)")
    private @Nullable Profile profile;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = "the Redis to use (default: the file's, or an embedded one)")
    private @Nullable String redis;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            Path file = source.config;
            String text = file == null ? "" : GatewayConfig.text(file);
            GatewayConfig config = config(text);
            AdminOptions.Door door = admin.door(config.admin());
            try (Shutdown shutdown = new Shutdown(config.settings().drain().plus(CLOSING))) {
                shutdown.onStop(stopped::countDown);
                serve(config, text, door, stopped);
            }
        } catch (ConfigurationException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (LarderException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.GOOD;
    }

    private void serve(GatewayConfig config, String text, AdminOptions.@Nullable Door door, CountDownLatch stopped)
            throws InterruptedException {
        boolean alone = redis == null && config.larder().redis() == null;
        try (EmbeddedRedis own = alone ? EmbeddedRedis.start() : null;
                Larder larder = larder(config, own == null ? redis : own.uri());
                Gateway gateway = Gateway.start(larder, config, this::tell)) {
            URI opened = door == null ? null : gateway.administer(door.place(), door.token());
            Path file = source.config;
            if (file != null) {
                Hangup.handle(gateway.watch(file, text, this::at));
            }
            spec.commandLine().getOut().println(gateway.uri());
            if (opened != null) {
                spec.commandLine().getOut().println("admin " + opened);
            }
            spec.commandLine().getOut().flush();
            stopped.await();
        }
    }

    /** What the command line says stands above the file. */
    private static Larder larder(GatewayConfig config, @Nullable String uri) {
        LarderBuilder builder = Larder.builder().config(config.larder());
        return uri == null ? builder.build() : builder.redis(uri).build();
    }

    private void tell(GatewayEvent event) {
        event.text().lines().forEach(line -> spec.commandLine().getErr().println("larder: " + line));
        spec.commandLine().getErr().flush();
    }

    private GatewayConfig config(String text) {
        Path file = source.config;
        GatewayConfig said = file == null ? ofOptions() : GatewayConfig.parseWhole(text, file.toString());
        if (file != null && profile != null) {
            throw new ParameterException(
                    spec.commandLine(), "--profile is for --origin; with --config the file says it");
        }
        return at(said);
    }

    /** What the command line says of the place stands above the file. */
    private GatewayConfig at(GatewayConfig said) {
        if (listen == null) {
            return said;
        }
        Listen place = Listen.parse(listen);
        if (place == null) {
            throw new ParameterException(spec.commandLine(), "--listen is HOST:PORT, as 127.0.0.1:8000");
        }
        return said.at(place);
    }

    private GatewayConfig ofOptions() {
        URI uri = OriginSettings.parse(String.valueOf(source.origin));
        if (uri == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--origin is http:// or https:// with host and port only, as http://localhost:8080");
        }
        return GatewayConfig.builder()
                .profile(profile == null ? Profile.SAFE : profile)
                .origin("", OriginSettings.of(uri))
                .build();
    }
}
