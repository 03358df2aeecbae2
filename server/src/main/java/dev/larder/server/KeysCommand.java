package dev.larder.server;

import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.KeyringException;
import dev.larder.crypto.KeysetFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code larder keys}: the keys that values are encrypted with. */
@Command(
        name = "keys",
        description = {
            "Makes and rotates the keys that values are encrypted with. A keyset is a file of Google Tink, in clear text:"
                    + " keep it where other secrets are kept.",
            "A rotation: add, roll the file out to all processes, promote, roll out, reencrypt (or wait until the entries"
                    + " of the old key have expired), retire, roll out."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeysCommand.Create.class,
            KeysCommand.Add.class,
            KeysCommand.Promote.class,
            ReencryptCommand.class,
            KeysCommand.Retire.class,
            KeysCommand.Status.class
        },
        footer = {
            "",
            "Examples:",
            "  larder keys create --keyset keyset.json",
            "  larder keys add --keyset keyset.json",
            "  larder keys promote 1f3a5c77 --keyset keyset.json",
            "  larder keys reencrypt --keyset keyset.json --redis redis://cache.example --namespace grounds",
            "  larder keys retire 0badcafe --keyset keyset.json --destroy"
        })
final class KeysCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Nothing to do given: create, add, promote, reencrypt, retire or status");
    }

    /** The options of every step, and what follows from it. */
    static final class Step {

        @Option(names = "--keyset", required = true, paramLabel = "FILE", description = "The file with the keys")
        @SuppressWarnings("NullAway.Init")
        private Path file;

        @Option(names = "--json", description = "Print one JSON object instead of a table.")
        private boolean json;

        /** Changes the keyset, and shows it as it is then. */
        private int run(CommandSpec spec, Change change) {
            KeysetFile keyset = new KeysetFile(file);
            try {
                String next = change.apply(keyset);
                List<KeyInfo> keys = keyset.status();
                Dialogue.print(
                        spec,
                        json,
                        () -> JsonMapper.shared().writeValueAsString(Report.of(keys, next)),
                        () -> table(keys, next));
                if (keyset.openToOthers()) {
                    spec.commandLine()
                            .getErr()
                            .println(
                                    "larder: others than its owner can read or change " + file + "; chmod 600 " + file);
                    return ExitCode.BAD;
                }
                return ExitCode.GOOD;
            } catch (KeyringException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** A step of a rotation; returns what comes next. */
    @FunctionalInterface
    private interface Change {
        String apply(KeysetFile keyset);
    }

    private record Report(List<Key> keys, String next) {
        private record Key(String id, String state, boolean primary) {}

        private static Report of(List<KeyInfo> keys, String next) {
            return new Report(
                    keys.stream()
                            .map(key -> new Key(key.name(), word(key), key.primary()))
                            .toList(),
                    next);
        }
    }

    private static String word(KeyInfo key) {
        return key.state().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> table(List<KeyInfo> keys, String next) {
        List<String> lines = new ArrayList<>(List.of("key       state"));
        for (KeyInfo key : keys) {
            lines.add(String.format("%s  %s%s", key.name(), word(key), key.primary() ? ", primary" : ""));
        }
        if (!next.isEmpty()) {
            lines.add("Next: " + next + ".");
        }
        return lines;
    }

    /** A key's number, as {@code status} prints it. */
    static int number(CommandSpec spec, String text) {
        if (text.matches("[0-9a-f]{8}")) {
            return Integer.parseUnsignedInt(text, 16);
        }
        throw new ParameterException(
                spec.commandLine(),
                "'" + text + "' is no key: a key is eight hexadecimal digits, as keys status prints it");
    }

    /** {@code larder keys create}. */
    @Command(
            name = "create",
            description = "Makes a keyset of one key. Refuses to replace a file.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Step step = new Step();

        @Override
        public Integer call() {
            return step.run(spec, keyset -> {
                keyset.create();
                return "give the file to all processes, by the setting keyset: file:PATH, and turn encryption on where it"
                        + " is wanted";
            });
        }
    }

    /** {@code larder keys add}. */
    @Command(
            name = "add",
            description = "Adds a key that opens but does not seal yet.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Step step = new Step();

        @Override
        public Integer call() {
            return step.run(
                    spec,
                    keyset -> "roll the file out to all processes, then: larder keys promote "
                            + String.format("%08x", keyset.add()));
        }
    }

    /** {@code larder keys promote}. */
    @Command(
            name = "promote",
            description = "Makes a key the primary, which seals what is written. All processes have to have it by now.",
            mixinStandardHelpOptions = true)
    static final class Promote implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "Its number, as status prints it")
        @SuppressWarnings("NullAway.Init")
        private String key;

        @Mixin
        private Step step = new Step();

        @Override
        public Integer call() {
            int id = number(spec, key);
            return step.run(spec, keyset -> {
                keyset.promote(id);
                return "roll the file out, then: larder keys reencrypt, or wait for the longest ttl and grace of the"
                        + " encrypted caches; then retire the old key";
            });
        }
    }

    /** {@code larder keys retire}. */
    @Command(
            name = "retire",
            description = "Takes a key out of use: what it has sealed counts as a miss from then on.",
            mixinStandardHelpOptions = true)
    static final class Retire implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "Its number, as status prints it")
        @SuppressWarnings("NullAway.Init")
        private String key;

        @Option(names = "--destroy", description = "Delete it from the file, instead of only disabling it.")
        private boolean destroy;

        @Mixin
        private Step step = new Step();

        @Override
        public Integer call() {
            int id = number(spec, key);
            return step.run(spec, keyset -> {
                keyset.retire(id, destroy);
                return "roll the file out" + (destroy ? "" : "; to delete the key, the same with --destroy");
            });
        }
    }

    /** {@code larder keys status}. */
    @Command(name = "status", description = "Shows the keys, never their material.", mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Step step = new Step();

        @Override
        public Integer call() {
            return step.run(spec, keyset -> "");
        }
    }
}
