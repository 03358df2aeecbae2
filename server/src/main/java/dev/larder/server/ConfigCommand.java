package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.ConfigurationException.Problem;
import dev.larder.gateway.GatewayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder config}: looks at configuration files. */
@Command(
        name = "config",
        description = "Looks at configuration files.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigCommand.Validate.class,
        footer = {"", "Examples:", "  larder config validate larder.yaml"})
final class ConfigCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No step given: validate");
    }

    /** {@code larder config validate}. */
    @Command(
            name = "validate",
            description =
                    "Checks the file of a gateway as larder serve would read it, and prints each problem with file, line and"
                            + " column. Connects to nothing.",
            mixinStandardHelpOptions = true,
            versionProvider = Main.Version.class,
            footer = {"", "Exit status: 0 if the file can be used, 1 if not, 3 if it cannot be read."})
    static final class Validate implements Callable<Integer> {

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private Output output;

        @Parameters(paramLabel = "FILE", description = "the file")
        @SuppressWarnings("NullAway.Init")
        private Path file;

        @Override
        public Integer call() {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailure(file + ": cannot be read; is it there, and may you read it?", null);
            }
            List<Problem> problems = List.of();
            int routes = 0;
            try {
                routes = GatewayConfig.parseWhole(GatewayConfig.text(file), file.toString())
                        .routes()
                        .size();
            } catch (ConfigurationException e) {
                problems = e.problems();
            }
            print(problems, routes);
            return problems.isEmpty() ? ExitCode.GOOD : ExitCode.BAD;
        }

        private void print(List<Problem> problems, int routes) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("valid", problems.isEmpty());
            object.put(
                    "problems",
                    problems.stream()
                            .map(problem -> Map.of("where", problem.where(), "text", problem.text()))
                            .toList());
            List<String> lines = problems.isEmpty()
                    ? List.of(file + ": can be used; routes: " + routes)
                    : problems.stream().map(Problem::toString).toList();
            output.print(object, () -> lines);
        }
    }
}
