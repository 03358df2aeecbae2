package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.LarderException;
import dev.larder.http.HttpCache;
import dev.larder.http.Preview;
import dev.larder.http.Purge;
import dev.larder.http.Purged;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.redis.UnsuitableServerException;
import java.io.PrintWriter;
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
            "  larder purge --redis redis://cache --everything --preview --json"
        })
final class PurgeCommand implements Callable<Integer> {

    private static final long NANOS_BETWEEN_LINES = 2_000_000_000L;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--redis", required = true, paramLabel = "URI", description = "Where the responses are")
    @SuppressWarnings("NullAway.Init")
    private String redis;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Whose responses. Default: ${DEFAULT-VALUE}")
    private String namespace = "larder";

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
            defaultValue = "safe",
            description =
                    "The profile that larder serve runs with, which the keys of URLs depend on (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Profile profile;

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
        Dialogue.require(spec, limit >= 1, "--limit is " + limit + ": give 1 or more");
        Purge what = what();
        if (what instanceof Purge.Everything && !preview && !agreed()) {
            throw new CommandFailure("nothing was purged", null);
        }
        try (Shutdown shutdown = new Shutdown();
                Larder larder = connect()) {
            shutdown.onStop(larder::close);
            HttpCache cache = HttpCache.on(
                            larder,
                            (request, content, interim) -> CompletableFuture.failedFuture(
                                    new IllegalStateException("nothing is fetched here")))
                    .route(Route.of("all", "/", profile))
                    .build();
            return preview ? count(cache, what) : purge(cache, what);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Purge what() {
        try {
            return selector.purge();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The launcher has looked whether there is somebody to be asked. */
    private boolean agreed() {
        if (yes || !Boolean.getBoolean("larder.terminal")) {
            return true;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.print("All stored responses of namespace " + namespace + (soft ? " become stale" : " are purged")
                + ". Continue? [y/N] ");
        err.flush();
        Scanner in = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
        return in.hasNextLine()
                && in.nextLine().strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private Larder connect() {
        try {
            LarderConfig config = LarderConfig.builder()
                    .namespace(namespace)
                    .divergenceSamplesPerSecond(0)
                    .build();
            return Larder.builder().config(config).redis(redis).build();
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
                    "Redis at the address given by --redis did not acknowledge the purge, so it may not have been done;"
                            + " run it again",
                    null);
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
