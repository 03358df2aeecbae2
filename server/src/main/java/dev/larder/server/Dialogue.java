package dev.larder.server;

import dev.larder.words.Nearest;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command says to whoever called it wrongly. */
final class Dialogue {

    private Dialogue() {}

    /** Ends the command as wrong use, with this remedy, unless the condition holds. */
    static void require(CommandSpec spec, boolean condition, String remedy) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), remedy);
        }
    }

    /**
     * Returns which of several things a word names, however it is capitalised; if none, ends the command as wrong use with
     * all of them and the one that was probably meant.
     *
     * @param option what the word was given for
     */
    static <T> T named(CommandSpec spec, String option, String found, List<T> all, Function<T, String> name) {
        for (T one : all) {
            if (name.apply(one).equalsIgnoreCase(found)) {
                return one;
            }
        }
        throw unknown(spec, option, found, all.stream().map(name).toList());
    }

    /** Wrong use: the word is none of these. */
    static ParameterException unknown(CommandSpec spec, String option, String found, List<String> names) {
        String nearest = Nearest.of(found, names);
        return new ParameterException(
                spec.commandLine(),
                option + " '" + found + "' is unknown" + (nearest == null ? "." : "; did you mean " + nearest + "?")
                        + " There are: " + String.join(", ", names));
    }
}
