package dev.larder.server;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command says to whoever called it: that an option is wrong, or its result. */
final class Dialogue {

    private Dialogue() {}

    /** Ends the command as wrong use, with this remedy, unless the condition holds. */
    static void require(CommandSpec spec, boolean condition, String remedy) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), remedy);
        }
    }

    /** Prints the result as one JSON object or as the lines of a table. */
    static void print(CommandSpec spec, boolean json, Supplier<String> object, Supplier<List<String>> table) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(object.get());
        } else {
            table.get().forEach(out::println);
        }
        out.flush();
    }
}
