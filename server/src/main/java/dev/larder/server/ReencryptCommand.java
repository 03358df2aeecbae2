package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.LarderException;
import dev.larder.Reencryption;
import dev.larder.crypto.Keyring;
import dev.larder.crypto.KeyringException;
import dev.larder.redis.UnsuitableServerException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder keys reencrypt}: what an old key has sealed is sealed anew by the primary one. */
@Command(
        name = "reencrypt",
        description = {
            "Encrypts anew, by the primary key, what other keys of the keyset have encrypted, while it is used.",
            "Run it when all processes have the new primary. When a run finds nothing more to do, the old key can be retired."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Exit status: 0 if nothing is left that only another key can open, 1 if something is or may be: the last line says"
                    + " what helps.",
            "Example:",
            "  larder keys reencrypt --keyset keyset.json --redis redis://cache.example --namespace grounds --rate 5000"
        })
final class ReencryptCommand implements Callable<Integer> {

    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--keyset", required = true, paramLabel = "FILE", description = "The file with the keys")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--redis", required = true, paramLabel = "URI", description = "Where the entries are")
    @SuppressWarnings("NullAway.Init")
    private String redis;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Whose entries. Default: ${DEFAULT-VALUE}")
    private String namespace = "larder";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Entries a second, at most; servers look at ten times as many keys. Default: ${DEFAULT-VALUE}")
    private int rate = 1_000;

    @Mixin
    private Output output = new Output();

    private record Report(
            long keys,
            long renewed,
            long current,
            long unsealed,
            long unreadable,
            long changed,
            Map<String, Long> missingKeys,
            long standstills,
            boolean complete,
            String next) {
        private static Report of(Reencryption found, boolean complete, String next) {
            return new Report(
                    found.keys(),
                    found.renewed(),
                    found.current(),
                    found.unsealed(),
                    found.unreadable(),
                    found.changed(),
                    found.missingKeys(),
                    found.standstills(),
                    complete,
                    next);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        KeyStep.requireFile(spec, file);
        Dialogue.atLeast(spec, "--rate", rate, 1);
        try (Shutdown shutdown = new Shutdown();
                Larder larder = connect(config())) {
            shutdown.onStop(larder::close);
            return tell(reencrypted(larder));
        } catch (KeyringException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private LarderConfig config() {
        try {
            return LarderConfig.builder()
                    .namespace(namespace)
                    .divergenceSamplesPerSecond(0)
                    .build();
        } catch (ConfigurationException e) {
            throw new ParameterException(spec.commandLine(), "--namespace: " + e.getMessage(), e);
        }
    }

    private Larder connect(LarderConfig config) {
        Keyring keyring = Keyring.ofFile(file);
        try {
            return Larder.builder().config(config).redis(redis).keyring(keyring).build();
        } catch (ConfigurationException e) {
            if (e.getCause() instanceof UnsuitableServerException) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
            throw new ParameterException(spec.commandLine(), "--redis: " + e.getMessage(), e);
        }
    }

    /** What was found; if the process is told to stop, what was found until then. */
    private Reencryption reencrypted(Larder larder) throws InterruptedException {
        Lines lines = new Lines(spec.commandLine().getErr());
        try {
            return larder.reencrypt(rate, lines).toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (Shutdown.underWay()) {
                return lines.last();
            }
            if (e.getCause() instanceof LarderException cause) {
                throw new CommandFailure(String.valueOf(cause.getMessage()), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private int tell(Reencryption found) {
        boolean stopped = Shutdown.underWay();
        boolean complete = !stopped && found.complete() && found.keys() > 0;
        if (found.keys() == 0 && !stopped) {
            spec.commandLine()
                    .getErr()
                    .println("larder: there is nothing in the namespace " + namespace
                            + "; give the one of the application by --namespace");
        }
        String next = complete
                ? "once all processes have sealed by the new key for a while, run it again; then retire the old key"
                : next(found, stopped);
        output.print(Report.of(found, complete, next), () -> table(found, next));
        return complete ? ExitCode.GOOD : ExitCode.BAD;
    }

    private static String next(Reencryption found, boolean stopped) {
        boolean again = stopped || found.changed() > 0 || found.standstills() > 0 || found.unreadable() == 0;
        String missing = found.missingKeys().isEmpty()
                ? "they are forged or damaged, and misses"
                : "give the keyset that has their keys by --keyset, or wait until they have expired (the longest ttl and"
                        + " grace)";
        String unreadable = found.unreadable() == 0
                ? ""
                : String.format(
                                Locale.ROOT,
                                "for the %,d that this keyset cannot open that changes nothing: ",
                                found.unreadable())
                        + missing;
        return again
                ? "run it again" + (unreadable.isEmpty() ? "" : "; " + unreadable)
                : "do not run it again: " + unreadable;
    }

    private static List<String> table(Reencryption found, String next) {
        List<String> lines = new ArrayList<>(List.of(
                String.format(Locale.ROOT, "%,12d keys", found.keys()),
                String.format(Locale.ROOT, "%,12d encrypted anew by the primary key", found.renewed()),
                String.format(Locale.ROOT, "%,12d encrypted by it before", found.current()),
                String.format(Locale.ROOT, "%,12d not encrypted, leases, foreign", found.unsealed()),
                String.format(Locale.ROOT, "%,12d that this keyset cannot open", found.unreadable())));
        found.missingKeys()
                .forEach((key, count) -> lines.add(String.format(
                        Locale.ROOT, "%,12d   of these by the key %s, which is not in it, or disabled", count, key)));
        lines.add(String.format(Locale.ROOT, "%,12d written by others meanwhile", found.changed()));
        if (found.standstills() > 0) {
            lines.add(String.format(
                    Locale.ROOT, "%,12d times Redis did not answer, and it went on later", found.standstills()));
        }
        lines.add("Next: " + next + ".");
        return lines;
    }

    /** Says now and then how far it is. */
    private static final class Lines implements Consumer<Reencryption> {
        private final PrintWriter err;
        private long lastLine = System.nanoTime();
        private Reencryption last = Reencryption.NONE;

        Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public synchronized void accept(Reencryption found) {
            long now = System.nanoTime();
            boolean standstill = found.standstills() > last.standstills();
            last = found;
            if (standstill || now - lastLine >= NANOS_BETWEEN_LINES) {
                lastLine = now;
                err.printf(
                        Locale.ROOT,
                        "%,d keys, %,d encrypted anew%s%n",
                        found.keys(),
                        found.renewed(),
                        standstill ? "; Redis does not answer, trying again" : "");
                err.flush();
            }
        }

        synchronized Reencryption last() {
            return last;
        }
    }
}
