package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What all rounds showed, in this run and, with a state file, in those before it. The file begins with a line for each
 * {@link RunTerms} of the run, {@code #}, name and value; then there is a line for each round and one, after {@code !}, for
 * each example of a violation in it. It is gone on with only on the same terms.
 */
final class Totals {

    /** One round. */
    record Round(List<Fault> faults, Verdict verdict) {

        String line() {
            String names = faults.isEmpty()
                    ? "none"
                    : faults.stream().map(Fault::label).collect(Collectors.joining("+"));
            StringBuilder line = new StringBuilder(names)
                    .append('\t')
                    .append(verdict.calmRounds())
                    .append('\t')
                    .append(verdict.writes())
                    .append('\t')
                    .append(verdict.reads())
                    .append('\t')
                    .append(verdict.loads())
                    .append('\t')
                    .append(verdict.ordered())
                    .append('\t')
                    .append(verdict.once())
                    .append('\t')
                    .append(verdict.worstNanos());
            verdict.counts()
                    .forEach((rule, count) ->
                            line.append('\t').append(rule).append('=').append(count));
            return line.toString();
        }

        static Round parse(String line) {
            String[] parts = line.split("\t", -1);
            List<Fault> faults = new ArrayList<>();
            for (String name : parts[0].split("\\+", -1)) {
                if (!name.equals("none")) {
                    faults.add(Fault.named(name).orElseThrow());
                }
            }
            Map<Rule, Long> counts = new EnumMap<>(Rule.class);
            for (int i = 8; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                counts.put(Rule.valueOf(parts[i].substring(0, equals)), Long.valueOf(parts[i].substring(equals + 1)));
            }
            return new Round(
                    faults,
                    new Verdict(
                            Integer.parseInt(parts[1]),
                            Long.parseLong(parts[2]),
                            Long.parseLong(parts[3]),
                            Long.parseLong(parts[4]),
                            Long.parseLong(parts[5]),
                            Long.parseLong(parts[6]),
                            Long.parseLong(parts[7]),
                            counts,
                            List.of()));
        }
    }

    private final @Nullable Path state;
    private final List<Round> rounds = new ArrayList<>();
    private Verdict all = Verdict.NOTHING;

    /**
     * Reads the state file, or begins it.
     *
     * @throws CheckException if it is none, or that of a run on other terms
     */
    Totals(@Nullable Path state, Map<String, String> terms) {
        this.state = state;
        if (state == null) {
            return;
        }
        if (!Files.exists(state)) {
            StringBuilder lines = new StringBuilder();
            terms.forEach((name, value) ->
                    lines.append("#\t").append(name).append('\t').append(value).append('\n'));
            append(lines.toString());
            return;
        }
        Map<String, String> before = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(state)) {
                read(line, before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new CheckException(state + " is no state file of this check; name another file", e);
        }
        RunTerms.requireSame(state, before, terms);
    }

    private void read(String line, Map<String, String> terms) {
        String[] parts = line.split("\t", -1);
        if (parts[0].equals("#")) {
            terms.put(parts[1], parts[2]);
        } else if (parts[0].equals("!")) {
            Violation example = new Violation(Rule.valueOf(parts[1]), Integer.parseInt(parts[2]), parts[3]);
            all = all.and(Verdict.example(example));
        } else {
            count(Round.parse(line));
        }
    }

    private void count(Round round) {
        rounds.add(round);
        all = all.and(round.verdict());
    }

    void add(Round round) {
        count(round);
        StringBuilder lines = new StringBuilder(round.line()).append('\n');
        for (Violation example : round.verdict().examples()) {
            lines.append("!\t")
                    .append(example.rule())
                    .append('\t')
                    .append(example.key())
                    .append('\t')
                    .append(example.detail())
                    .append('\n');
        }
        append(lines.toString());
    }

    private void append(String lines) {
        if (state != null) {
            try {
                Files.writeString(
                        state, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new CheckException("cannot write the state file " + state + ": " + e.getMessage(), e);
            }
        }
    }

    int rounds() {
        return rounds.size();
    }

    Verdict all() {
        return all;
    }

    List<CoherenceReport.OfFault> byFault() {
        List<CoherenceReport.OfFault> result = new ArrayList<>();
        add(
                result,
                "none",
                rounds.stream().filter(round -> round.faults().isEmpty()).toList());
        for (Fault fault : Fault.values()) {
            add(
                    result,
                    fault.label(),
                    rounds.stream()
                            .filter(round -> round.faults().contains(fault))
                            .toList());
        }
        return result;
    }

    private static void add(List<CoherenceReport.OfFault> result, String name, List<Round> rounds) {
        if (rounds.isEmpty()) {
            return;
        }
        Verdict sum = rounds.stream().map(Round::verdict).reduce(Verdict.NOTHING, Verdict::and);
        result.add(new CoherenceReport.OfFault(
                name, rounds.size(), sum.writes(), sum.reads(), sum.violations(), sum.worstNanos() / 1e6));
    }
}
