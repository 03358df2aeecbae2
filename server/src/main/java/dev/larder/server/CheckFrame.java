package dev.larder.server;

import dev.larder.check.Check;
import dev.larder.check.CheckException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The frame of every command that runs a check: how far it is goes to the standard error, what it has shown to the standard output, and its
 * verdict is the exit status. Ctrl-C ends the check, and what it has shown until then is printed.
 */
final class CheckFrame {

    private CheckFrame() {}

    /** Starts a check, or says what is wrong with the options. */
    interface Start<P, R extends Check.Report> {
        Check<P, R> start() throws InterruptedException;
    }

    /**
     * Runs a check and closes it.
     *
     * @param lines says how far it is
     * @param table says what it has shown, for people
     * @return the exit status
     */
    static <P, R extends Check.Report> int run(
            CommandSpec spec,
            Output output,
            Start<P, R> start,
            Function<P, List<String>> lines,
            Function<R, List<String>> table)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Shutdown shutdown = new Shutdown();
                Check<P, R> check = start.start()) {
            shutdown.onStop(check::stop);
            R report = check.run(progress -> lines.apply(progress).forEach(err::println));
            output.print(report, () -> table.apply(report));
            return report.good() ? ExitCode.GOOD : ExitCode.BAD;
        } catch (CheckException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
