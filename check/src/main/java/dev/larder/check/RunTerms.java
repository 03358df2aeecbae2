package dev.larder.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** On what terms a run is made: rounds of runs on different ones are not to be added up. */
final class RunTerms {

    private static final String UNKNOWN = "unknown";

    private RunTerms() {}

    /** The commit of the source tree that this runs from, and the options that decide what is done. */
    static Map<String, String> of(CoherenceOptions options) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("commit", commit(Path.of(System.getProperty("larder.home", ""))));
        terms.put("writes", options.writes() == Long.MAX_VALUE ? "unlimited" : Long.toString(options.writes()));
        terms.put(
                "faults",
                options.faults().isEmpty()
                        ? "none"
                        : options.faults().stream().map(Fault::label).collect(Collectors.joining(",")));
        terms.put("jvms", Integer.toString(options.jvms()));
        terms.put("seed", Long.toString(options.seed()));
        return terms;
    }

    /** What git says of a folder; {@code -dirty} at the end where it has changes. */
    private static String commit(Path folder) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !said.isEmpty() ? said : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }

    /** Refuses to go on with a run on other terms, or on terms that are not known. */
    static void requireSame(Path state, Map<String, String> before, Map<String, String> now) {
        now.forEach((name, value) -> {
            String was = before.get(name);
            if (!Objects.equals(was, value)) {
                throw new CheckException(state + " belongs to a run with " + name + " " + (was == null ? UNKNOWN : was)
                        + ", this one has " + name + " " + value
                        + ": go on with the same, or name another file with --state");
            }
        });
    }
}
