package dev.larder.server;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The result of a command on the standard output, for people or as one JSON object: the option of every command that has one. */
final class Output {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    /** Prints the result, all of it or nothing. */
    void print(Object object, Supplier<List<String>> table) {
        print(() -> JsonMapper.shared().writeValueAsString(object), table);
    }

    /**
     * Prints the result, all of it or nothing. That of a command that was told to stop says so: in JSON by {@code
     * "interrupted": true}.
     *
     * @param object makes the JSON
     */
    void print(Supplier<String> object, Supplier<List<String>> table) {
        boolean interrupted = Shutdown.underWay();
        String text = json
                ? interrupted ? interrupted(object.get()) : object.get()
                : String.join(System.lineSeparator(), table.get());
        PrintWriter out = spec.commandLine().getOut();
        Shutdown.print(() -> {
            out.println(text);
            out.flush();
        });
        if (interrupted) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("larder: told to stop; this is what was reached until then");
            err.flush();
        }
    }

    static String interrupted(String object) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(object);
        tree.put("interrupted", true);
        return JsonMapper.shared().writeValueAsString(tree);
    }
}
