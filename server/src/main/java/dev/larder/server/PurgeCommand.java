package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.LarderConfig;
import dev.larder.LarderException;
import dev.larder.gateway.GatewayConfig;
import dev.larder.gateway.OriginSettings;
import dev.larder.http.HttpCache;
import dev.larder.http.Origin;
import dev.larder.http.Preview;
import dev.larder.http.Purge;
import dev.larder.http.Purged;
import dev.larder.http.decision.Profile;
import dev.larder.redis.UnsuitableServerException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder purge}: stored HTTP responses are purged, or counted, without a gateway. */
@Command(
        name = "purge",
        description = {
            "Purges stored HTTP responses in all gateways on a Redis: by URL, prefix, tag, or all of them.",
            "With --soft they are stale instead: validated before they are used, or used stale where that is allowed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Exit status: 0 done, 2 wrong use, 3 could not be done: Redis did not answer; what was done stays done, so run it again.",
            "Examples:",
            "  larder purge --redis redis://cache --url 'https://grounds.example/contracts?page=2'",
            "  larder purge --redis redis://cache --prefix /contracts --soft",
            "  larder purge --redis redis://cache --tag contract:42 --tag area:7",
            "  larder purge --config larder.yaml --url https://grounds.example/contracts/42",
            "  larder purge --redis redis://cache --everything --preview --json"
        })
final class PurgeCommand implements Callable<Integer> {

    private static final URI NOWHERE = URI.create("http://localhost");

    private static final long NANOS_BETWEEN_LINES = 2_000_000_000L;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The file of the gateways: Redis, namespace, and the routes that keys of URLs depend on")
    private @Nullable Path file;

    @Option(names = "--redis", paramLabel = "URI", description = "Where the responses are, if not where the file says")
    private @Nullable String redis;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Whose responses, without a file. Default: larder")
    private @Nullable String namespace;

    @ArgGroup(exclusive = true, multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Selector selector;

    @Option(names = "--soft", description = "Make them stale instead")
    private boolean soft;

    @Option(names = "--preview", description = "Count them, and purge nothing")
    private boolean preview;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "How long to count at most. Default: ${DEFAULT-VALUE}")
    private int limit = 60;

    @Option(
            names = "--profile",
            paramLabel = "safe|rfc",
            description =
                    "The profile that larder serve runs with, without a file: keys of URLs depend on it. Default: safe")
    private @Nullable Profile profile;

    @Option(names = "--yes", description = "Do not ask before --everything")
    private boolean yes;

    @Mixin
    private Output output = new Output();

    /** Exactly one of them. */
    private static final class Selector {
        @Option(names = "--url", paramLabel = "URL", description = "All responses to a URL, in all variants")
        private @Nullable String url;

        @Option(
                names = "--prefix",
                paramLabel = "PATH|URL",
                description = "All responses below a path, of all hosts or of one")
        private @Nullable String prefix;

        @Option(
                names = "--tag",
                paramLabel = "TAG",
                description = "All that carries one of these tags; may be repeated")
        private @Nullable List<String> tags;

        @Option(names = "--everything", description = "All responses")
        private boolean everything;

        private Purge purge() {
            if (url != null) {
                return Purge.Url.of(url);
            } else if (prefix != null) {
                return Purge.Prefix.of(prefix);
            }
            return everything
                    ? new Purge.Everything()
                    : new Purge.Tags(new LinkedHashSet<>(Objects.requireNonNull(tags)));
        }
    }

    private record Counted(boolean preview, long responses, boolean exact, long keysLookedAt) {}

    private record Done(
            boolean preview,
            String mode,
            String delivery,
            @Nullable Long keys) {}

    @Override
    public Integer call() throws InterruptedException {
        Dialogue.atLeast(spec, "--limit", limit, 1);
        Purge what = what();
        GatewayConfig config;
        try {
            config = config();
        } catch (ConfigurationException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (what instanceof Purge.Everything
                && !preview
                && !agreed(config.larder().namespace())) {
            throw new CommandFailure("nothing was purged", null);
        }
        if (file == null && (preview || what instanceof Purge.Url)) {
            spec.commandLine()
                    .getErr()
                    .println("larder: without --config only what gateways without a file have stored is reached here");
        }
        try (Shutdown shutdown = new Shutdown();
                Larder larder = connect(config.larder())) {
            shutdown.onStop(larder::close);
            HttpCache cache = cache(larder, config);
            return preview ? count(cache, what) : purge(cache, what);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns what the gateways go by: a file, or what {@code larder serve} does without one. */
    private GatewayConfig config() {
        if (file == null) {
            Dialogue.require(spec, redis != null, "give --redis, or --config with a file that says where Redis is");
            LarderConfig.Builder larder = LarderConfig.builder();
            if (namespace != null) {
                larder.namespace(namespace);
            }
            return GatewayConfig.builder()
                    .larder(larder.build())
                    .profile(profile == null ? Profile.SAFE : profile)
                    .origin("", OriginSettings.of(NOWHERE))
                    .build();
        }
        Dialogue.require(spec, namespace == null, "--namespace is for --redis alone; with --config the file says it");
        Dialogue.require(spec, profile == null, "--profile is for --redis alone; with --config the file says it");
        GatewayConfig said = GatewayConfig.load(file);
        Dialogue.require(
                spec,
                redis != null || said.larder().redis() != null,
                "the file of --config says no redis; give --redis, or write it there");
        return said;
    }

    /** Nothing is fetched here. */
    private static HttpCache cache(Larder larder, GatewayConfig config) {
        Origin none = (request, content, interim) ->
                CompletableFuture.failedFuture(new IllegalStateException("nothing is fetched here"));
        HttpCache.Builder cache = HttpCache.on(larder, none).screening(config.screening());
        config.origins().keySet().forEach(name -> cache.origin(name, none));
        config.routes().forEach(cache::route);
        return cache.build();
    }

    private Purge what() {
        try {
            return selector.purge();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The launcher has looked whether there is somebody to be asked. */
    private boolean agreed(String whose) {
        if (yes || !Boolean.getBoolean("larder.terminal")) {
            return true;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.print("All stored responses of namespace " + whose + (soft ? " become stale" : " are purged")
                + ". Continue? [y/N] ");
        err.flush();
        Scanner in = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
        return in.hasNextLine()
                && in.nextLine().strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private Larder connect(LarderConfig said) {
        try {
            LarderConfig config = said.toBuilder().divergenceSamplesPerSecond(0).build();
            LarderBuilder larder = Larder.builder().config(config);
            return redis == null ? larder.build() : larder.redis(redis).build();
        } catch (ConfigurationException e) {
            if (e.getCause() instanceof UnsuitableServerException) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int count(HttpCache cache, Purge what) throws InterruptedException {
        Lines lines = new Lines(spec.commandLine().getErr());
        Preview found = ended(cache.preview(what, Duration.ofSeconds(limit), lines), "count");
        output.print(
                new Counted(true, found.responses(), found.exact(), found.keys()),
                () -> List.of(String.format(
                        Locale.ROOT,
                        "%s%,d stored responses would be %s; %,d keys were looked at. Nothing was purged.",
                        found.exact() ? "" : "About ",
                        found.responses(),
                        soft ? "stale" : "purged",
                        found.keys())));
        return ExitCode.GOOD;
    }

    private int purge(HttpCache cache, Purge what) throws InterruptedException {
        Purge.Mode mode = soft ? Purge.Mode.SOFT : Purge.Mode.HARD;
        Purged done = ended(cache.purge(what, mode), "purge");
        if (done.delivery() == Delivery.JOURNALED) {
            throw new CommandFailure(
                    "Redis did not acknowledge the purge, so it may not have been done;" + " run it again", null);
        }
        Long keys = done.keys().isPresent() ? done.keys().getAsLong() : null;
        Done told = new Done(false, done.mode().name().toLowerCase(Locale.ROOT), "acknowledged", keys);
        output.print(told, () -> table(done, mode, keys));
        return ExitCode.GOOD;
    }

    private static List<String> table(Purged done, Purge.Mode wanted, @Nullable Long keys) {
        List<String> lines = new ArrayList<>();
        lines.add((done.mode() == Purge.Mode.HARD ? "Purged" : "Made stale")
                + (keys == null ? "." : String.format(Locale.ROOT, ": %,d keys.", keys)));
        if (done.mode() != wanted) {
            lines.add("Variants cannot be told one by one, so they are gone and not stale.");
        }
        return lines;
    }

    private <T> T ended(CompletionStage<T> stage, String what) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (Shutdown.underWay()) {
                throw new CommandFailure("told to stop before the " + what + " was done; run it again", e);
            }
            if (e.getCause() instanceof dev.larder.NotStorableException cause) {
                throw new ParameterException(spec.commandLine(), String.valueOf(cause.getMessage()), cause);
            }
            if (e.getCause() instanceof LarderException cause) {
                throw new CommandFailure(String.valueOf(cause.getMessage()), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Says now and then how far it is. */
    private static final class Lines implements Consumer<Preview> {
        private final PrintWriter err;
        private long lastLine = System.nanoTime();

        Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public synchronized void accept(Preview found) {
            long now = System.nanoTime();
            if (now - lastLine >= NANOS_BETWEEN_LINES) {
                lastLine = now;
                err.printf(Locale.ROOT, "%,d keys looked at, %,d responses%n", found.keys(), found.responses());
                err.flush();
            }
        }
    }
}
