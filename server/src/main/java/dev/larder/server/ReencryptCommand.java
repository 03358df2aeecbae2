package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.LarderException;
import dev.larder.Reencryption;
import dev.larder.crypto.Keyring;
import dev.larder.crypto.KeyringException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

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
            "Exit status: 0 if nothing is left that only another key can open, 1 if something may be: run it again.",
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

    @Option(names = "--rate", paramLabel = "N", description = "Keys a second, at most. Default: ${DEFAULT-VALUE}")
    private int rate = 1_000;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    private record Report(
            long keys, long renewed, long current, long unsealed, long unreadable, long changed, boolean complete) {
        private static Report of(Reencryption found, boolean complete) {
            return new Report(
                    found.keys(),
                    found.renewed(),
                    found.current(),
                    found.unsealed(),
                    found.unreadable(),
                    found.changed(),
                    complete);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Dialogue.require(spec, rate >= 1, "--rate is " + rate + ": give 1 or more");
        try (Shutdown shutdown = new Shutdown();
                Larder larder = Larder.builder()
                        .config(LarderConfig.builder()
                                .namespace(namespace)
                                .divergenceSamplesPerSecond(0)
                                .build())
                        .redis(redis)
                        .keyring(Keyring.ofFile(file))
                        .build()) {
            shutdown.onStop(larder::close);
            Reencryption found = larder.reencrypt(
                            rate, new Lines(spec.commandLine().getErr()))
                    .toCompletableFuture()
                    .get();
            if (found.keys() == 0) {
                spec.commandLine()
                        .getErr()
                        .println("larder: there is nothing in the namespace " + namespace
                                + "; give the one of the application by --namespace");
            }
            boolean complete = found.complete() && found.keys() > 0;
            Dialogue.print(
                    spec,
                    json,
                    () -> JsonMapper.shared().writeValueAsString(Report.of(found, complete)),
                    () -> table(found, complete));
            return complete ? ExitCode.GOOD : ExitCode.BAD;
        } catch (ConfigurationException | KeyringException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LarderException cause) {
                throw new CommandFailure(String.valueOf(cause.getMessage()), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<String> table(Reencryption found, boolean complete) {
        return List.of(
                String.format(Locale.ROOT, "%,12d keys", found.keys()),
                String.format(Locale.ROOT, "%,12d encrypted anew by the primary key", found.renewed()),
                String.format(Locale.ROOT, "%,12d encrypted by it before", found.current()),
                String.format(Locale.ROOT, "%,12d not encrypted, leases, foreign", found.unsealed()),
                String.format(Locale.ROOT, "%,12d encrypted by a key that is not in the keyset", found.unreadable()),
                String.format(Locale.ROOT, "%,12d written by others meanwhile", found.changed()),
                complete
                        ? "Next: once all processes have sealed by the new key for a while, run it again; then retire the old"
                                + " key."
                        : "Next: run it again.");
    }

    /** Says now and then how far it is. */
    private static final class Lines implements Consumer<Reencryption> {
        private final PrintWriter err;
        private long last = System.nanoTime();

        Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public synchronized void accept(Reencryption found) {
            long now = System.nanoTime();
            if (now - last >= NANOS_BETWEEN_LINES) {
                last = now;
                err.printf(Locale.ROOT, "%,d keys, %,d encrypted anew%n", found.keys(), found.renewed());
                err.flush();
            }
        }
    }
}
