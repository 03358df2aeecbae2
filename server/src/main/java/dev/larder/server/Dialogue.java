package dev.larder.server;

import dev.larder.words.Nearest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    /** Ends the command as wrong use if what was given for an option is less than this; nothing may have been given. */
    static void atLeast(CommandSpec spec, String option, @Nullable Number given, long least) {
        require(
                spec,
                given == null || given.longValue() >= least,
                option + " is " + given + ": give " + least + " or more");
    }

    /** Ends the command as wrong use if what was given for an option is less or more than this. */
    static void between(CommandSpec spec, String option, long given, long least, long most) {
        require(spec, given >= least && given <= most, option + " is " + given + ": give " + least + " to " + most);
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

    /** Returns what each of several words names, in the same way. */
    static <T> List<T> named(
            CommandSpec spec, String option, List<String> found, List<T> all, Function<T, String> name) {
        return found.stream()
                .map(word -> named(spec, option, word.trim(), all, name))
                .toList();
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
