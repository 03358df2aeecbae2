package dev.larder.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in a value as the paths of the rules see it: which of them end here, and which lead on. Immutable; all places that
 * rules can tell from each other are made beforehand.
 */
final class Place {

    /** A rule for a path. */
    record Rule(String setting, FieldPath path, Verdict verdict) {}

    /** A rule that some of the steps to a place have followed. */
    private record Position(Rule rule, int done) {

        boolean over() {
            return done == rule.path.steps().size();
        }

        String step() {
            return rule.path.steps().get(done);
        }

        Position next() {
            return new Position(rule, done + 1);
        }
    }

    private static final Comparator<Rule> BEST =
            Comparator.<Rule>comparingInt(rule -> rule.path.wildcards()).thenComparing(rule -> rule.verdict.kind());

    /** Where no rule leads. */
    private static final Place NOWHERE = new Place(List.of());

    private final List<Rule> ending;
    private final List<Rule> leadingOn;
    private final @Nullable Verdict verdict;
    private final Map<String, Place> fields = new HashMap<>();
    private final @Nullable Place otherField;
    private final @Nullable Place element;

    private Place(List<Position> positions) {
        ending = positions.stream()
                .filter(Position::over)
                .map(Position::rule)
                .sorted(BEST)
                .toList();
        List<Position> open = positions.stream().filter(at -> !at.over()).toList();
        leadingOn = open.stream().map(Position::rule).toList();
        verdict = ending.isEmpty() ? null : ending.get(0).verdict;
        Set<String> names = new HashSet<>();
        open.stream().map(Position::step).filter(Place::isName).forEach(names::add);
        names.forEach(name -> fields.put(name, new Place(after(open, name, FieldPath.ANY))));
        otherField = open.isEmpty() ? null : of(after(open, FieldPath.ANY, FieldPath.ANY));
        element = open.isEmpty() ? null : of(after(open, FieldPath.ELEMENT, FieldPath.ELEMENT));
    }

    private static Place of(List<Position> positions) {
        return positions.isEmpty() ? NOWHERE : new Place(positions);
    }

    private static boolean isName(String step) {
        return !step.equals(FieldPath.ANY) && !step.equals(FieldPath.ELEMENT);
    }

    private static List<Position> after(List<Position> open, String step, String orStep) {
        List<Position> next = new ArrayList<>();
        for (Position at : open) {
            if (at.step().equals(step) || at.step().equals(orStep)) {
                next.add(at.next());
            }
        }
        return next;
    }

    /** The place of a whole value. */
    static Place root(List<Rule> rules) {
        return of(rules.stream().map(rule -> new Position(rule, 0)).toList());
    }

    /** The place of a field. */
    Place field(String name) {
        Place found = fields.get(name);
        if (found != null) {
            return found;
        }
        return otherField == null ? NOWHERE : otherField;
    }

    /** The place of the elements. */
    Place element() {
        return element == null ? NOWHERE : element;
    }

    /** What the best of the rules that end here says; null if none does. */
    @Nullable
    Verdict verdict() {
        return verdict;
    }

    /** The rules that end here. */
    List<Rule> ending() {
        return ending;
    }

    /** The rules that lead on from here. */
    List<Rule> leadingOn() {
        return leadingOn;
    }
}
