package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all rounds showed, in this run and, with a state file, in those before it: one line of the file for each round. */
final class Totals {

    /** One round. */
    record Round(List<Fault> faults, Verdict verdict) {

        String line() {
            String names = faults.isEmpty()
                    ? "none"
                    : faults.stream().map(Fault::label).collect(Collectors.joining("+"));
            StringBuilder line = new StringBuilder(names)
                    .append('\t')
                    .append(verdict.calm())
                    .append('\t')
                    .append(verdict.writes())
                    .append('\t')
                    .append(verdict.reads())
                    .append('\t')
                    .append(verdict.loads())
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
            for (int i = 6; i < parts.length; i++) {
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
                            counts,
                            List.of()));
        }
    }

    private final @Nullable Path state;
    private final List<Round> rounds = new ArrayList<>();
    private Verdict all = Verdict.NOTHING;

    Totals(@Nullable Path state) {
        this.state = state;
        if (state != null && Files.exists(state)) {
            try {
                for (String line : Files.readAllLines(state)) {
                    count(Round.parse(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                throw new CheckException(state + " is no state file of this check; name another file", e);
            }
        }
    }

    private void count(Round round) {
        rounds.add(round);
        all = all.and(round.verdict());
    }

    void add(Round round) {
        count(round);
        if (state != null) {
            try {
                Files.writeString(
                        state,
                        round.line() + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
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
