package dev.larder.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code larder} command. Results go to the standard output, everything else to the standard error. Exit status: 0
 * done and good, 1 done and bad, 2 wrong use, 3 could not be done.
 */
@Command(
        name = "larder",
        description = "The caching tier for Java services on Redis or Valkey.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            ReplayCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            ServeCommand.class,
            ConfigCommand.class,
            PurgeCommand.class,
            KeysCommand.class,
            AclCommand.class,
            RedisConfCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  larder up                         Redis, a sample service, the cache before it, a status page",
            "  larder replay                     a busy hour of an ORM through Larder",
            "  larder replay --no-cache --json   the same reads without a cache, as JSON",
            "  larder check coherence            proof that nothing old is read, under faults",
            "  larder replay --help              all options of a command",
            "",
            "Exit status: 0 done and good, 1 done and bad, 2 wrong use, 3 could not be done."
        })
public final class Main implements Runnable {
    // Held here: a logger that nothing refers to forgets its level.
    private static final Logger ROOT = Logger.getLogger("");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Main() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] args) {
        int status = commandLine().execute(args);
        System.exit(status);
    }

    /** The command line with its streams, as tests use it too. */
    static CommandLine commandLine() {
        ROOT.setLevel(Level.WARNING);
        return new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::wrongUse)
                .setExecutionExceptionHandler(Main::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command given");
    }

    /** Runs the command that was given last; a result that did not arrive is none. */
    private static int run(CommandLine.ParseResult parsed) {
        int status = new CommandLine.RunLast().execute(parsed);
        CommandLine whole = parsed.commandSpec().commandLine();
        if (whole.getOut().checkError()) {
            whole.getErr()
                    .println("larder: the result could not be written to the standard output; is the disk full, or what"
                            + " it was piped to gone?");
            return ExitCode.IMPOSSIBLE;
        }
        return status;
    }

    private static int wrongUse(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("larder: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName(" ") + " --help");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof CommandFailure) {
            command.getErr().println("larder: " + e.getMessage());
        } else {
            command.getErr().println("larder: unexpected failure, please report it with these lines");
            e.printStackTrace(command.getErr());
        }
        return ExitCode.IMPOSSIBLE;
    }

    /** The version that the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
                build.load(Objects.requireNonNull(in, "version.properties"));
            }
            return new String[] {
                "larder " + build.getProperty("version"),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name")
            };
        }
    }
}
