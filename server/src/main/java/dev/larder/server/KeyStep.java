package dev.larder.server;

import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.KeyringException;
import dev.larder.crypto.KeysetFile;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** A step of a rotation: changes the keyset, and shows it as it is then. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
abstract class KeyStep implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--keyset", required = true, paramLabel = "FILE", description = "The file with the keys")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    private Output output = new Output();

    /**
     * What a step has done.
     *
     * @param keys the keys as they are then
     * @param next what comes next, or nothing
     */
    record Done(List<KeyInfo> keys, String next) {}

    /** Does the step. */
    abstract Done change(KeysetFile keyset);

    /** Returns whether it changes the file; if not, it judges it. */
    boolean changes() {
        return true;
    }

    @Override
    public Integer call() {
        requireFile(spec, file);
        KeysetFile keyset = new KeysetFile(file);
        try {
            Done done = change(keyset);
            boolean open = keyset.openToOthers();
            String warning = open ? "anybody can read or change " + file + "; chmod 600 " + file : "";
            String note = !open && keyset.openToGroup() ? "its group can read or change " + file : "";
            output.print(Report.of(done, warning, note), () -> table(done));
            tell(warning, note);
            return open && !changes() ? ExitCode.BAD : ExitCode.GOOD;
        } catch (KeyringException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(String warning, String note) {
        PrintWriter err = spec.commandLine().getErr();
        if (!warning.isEmpty()) {
            err.println("larder: " + warning);
        }
        if (!note.isEmpty()) {
            err.println("larder: note: " + note);
        }
        if (changes() && spec.commandLine().getOut().checkError()) {
            err.println("larder: the step itself was done; larder keys status --keyset " + file + " shows the keys");
        }
    }

    /** Refuses what cannot be the name of a keyset's file. */
    static void requireFile(CommandSpec spec, Path file) {
        Dialogue.require(spec, !file.toString().isEmpty(), "--keyset is empty; name the file with the keys");
        Dialogue.require(
                spec,
                !Files.isDirectory(file),
                "--keyset '" + file + "' is a folder; name a file in it, such as " + file.resolve("keyset.json"));
    }

    /** A step on one key. */
    abstract static class OfKey extends KeyStep {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "Its number, as status prints it")
        @SuppressWarnings("NullAway.Init")
        private String key;

        abstract Done change(KeysetFile keyset, int id);

        @Override
        final Done change(KeysetFile keyset) {
            if (!key.matches("[0-9a-f]{8}")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "'" + key + "' is no key: a key is eight hexadecimal digits, as keys status prints it");
            }
            return change(keyset, Integer.parseUnsignedInt(key, 16));
        }
    }

    private record Report(List<Key> keys, String next, String warning, String note) {
        private record Key(String id, String state, boolean primary) {}

        private static Report of(Done done, String warning, String note) {
            return new Report(
                    done.keys().stream()
                            .map(key -> new Key(key.name(), word(key), key.primary()))
                            .toList(),
                    done.next(),
                    warning,
                    note);
        }
    }

    private static String word(KeyInfo key) {
        return key.state().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> table(Done done) {
        List<String> lines = new ArrayList<>(List.of("key       state"));
        for (KeyInfo key : done.keys()) {
            lines.add(String.format("%s  %s%s", key.name(), word(key), key.primary() ? ", primary" : ""));
        }
        if (!done.next().isEmpty()) {
            lines.add("Next: " + done.next() + ".");
        }
        return lines;
    }
}
