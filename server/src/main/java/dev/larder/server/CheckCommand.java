package dev.larder.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder check}: proof of the guarantees. */
@Command(
        name = "check",
        description = "Proves the guarantees: runs histories under faults and judges them.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CoherenceCommand.class,
            PayloadsCommand.class,
            GatewayCommand.class,
            SessionsCommand.class,
            LimitsCommand.class,
            SeededBugsCommand.class
        })
final class CheckCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "No check given: coherence, payloads, gateway, sessions, limits or seeded-bugs");
    }
}
