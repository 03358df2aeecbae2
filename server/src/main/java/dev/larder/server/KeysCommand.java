package dev.larder.server;

import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.KeysetFile;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
                spec.commandLine(), "No step given: create, add, promote, reencrypt, retire or status");
    }

    /** {@code larder keys create}. */
    @Command(name = "create", description = "Makes a keyset of one key. Refuses to replace a file.")
    static final class Create extends KeyStep {
        @Override
        Done change(KeysetFile keyset) {
            return new Done(
                    keyset.create(),
                    "give the file to all processes, by the setting keyset: file:PATH, and turn encryption on where it is"
                            + " wanted");
        }
    }

    /** {@code larder keys add}. */
    @Command(name = "add", description = "Adds a key that opens but does not seal yet.")
    static final class Add extends KeyStep {
        @Override
        Done change(KeysetFile keyset) {
            List<KeyInfo> keys = keyset.addKey();
            return new Done(
                    keys,
                    "roll the file out to all processes, then: larder keys promote "
                            + keys.get(keys.size() - 1).name());
        }
    }

    /** {@code larder keys promote}. */
    @Command(
            name = "promote",
            description = "Makes a key the primary, which seals what is written. All processes have to have it by now.")
    static final class Promote extends KeyStep.OfKey {
        @Override
        Done change(KeysetFile keyset, int id) {
            return new Done(
                    keyset.promote(id),
                    "roll the file out, then: larder keys reencrypt, or wait for the longest ttl and grace of the"
                            + " encrypted caches; then retire the old key");
        }
    }

    /** {@code larder keys retire}. */
    @Command(name = "retire", description = "Takes a key out of use: what it has sealed counts as a miss from then on.")
    static final class Retire extends KeyStep.OfKey {

        @Option(names = "--destroy", description = "Delete it from the file, instead of only disabling it.")
        private boolean destroy;

        @Override
        Done change(KeysetFile keyset, int id) {
            return new Done(
                    keyset.retire(id, destroy),
                    "roll the file out" + (destroy ? "" : "; to delete the key, the same with --destroy"));
        }
    }

    /** {@code larder keys status}. */
    @Command(
            name = "status",
            description = "Shows the keys, never their material.",
            footer = {"", "Exit status: 0, or 1 if anybody can read or change the file."})
    static final class Status extends KeyStep {
        @Override
        boolean changes() {
            return false;
        }

        @Override
        Done change(KeysetFile keyset) {
            return new Done(keyset.status(), "");
        }
    }
}
