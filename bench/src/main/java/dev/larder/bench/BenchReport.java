package dev.larder.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark has shown.
 *
 * @param environment where it ran: versions and hardware
 * @param results what was measured
 * @param goals what was to be reached
 */
public record BenchReport(Environment environment, List<Measured> results, List<Goal> goals) {

    /**
     * One subject under one workload.
     *
     * @param error half the width of the 95 % confidence interval
     */
    public record Measured(String workload, String subject, double value, double error, String unit) {

        static Measured of(String workload, String subject, Estimate estimate, String unit) {
            return new Measured(workload, subject, estimate.value(), estimate.error(), unit);
        }
    }

    /**
     * A ratio that was to be reached.
     *
     * @param ratio what was measured
     * @param error half the width of its 95 % confidence interval
     * @param bound whether the goal is the least or the most that is good
     * @param goal the goal
     * @param met whether the measured ratio is as good as the goal
     */
    public record Goal(String workload, double ratio, double error, Bound bound, double goal, boolean met) {

        static Goal atLeast(String workload, Estimate ratio, double goal) {
            return new Goal(workload, ratio.value(), ratio.error(), Bound.AT_LEAST, goal, ratio.value() >= goal);
        }

        static Goal atMost(String workload, Estimate ratio, double goal) {
            return new Goal(workload, ratio.value(), ratio.error(), Bound.AT_MOST, goal, ratio.value() <= goal);
        }
    }

    /** The side on which a goal is good. */
    public enum Bound {
        /** As much or more. */
        AT_LEAST,
        /** As much or less. */
        AT_MOST
    }

    /** Returns whether every goal was met. */
    public boolean good() {
        return goals.stream().allMatch(Goal::met);
    }

    /** Puts two reports together. */
    public BenchReport and(BenchReport other) {
        List<Measured> allResults = new ArrayList<>(results);
        allResults.addAll(other.results);
        List<Goal> allGoals = new ArrayList<>(goals);
        allGoals.addAll(other.goals);
        return new BenchReport(environment, allResults, allGoals);
    }

    /** Returns the report as one JSON object. */
    public String toJson() {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    /** Returns the report as tables. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Java %s, Redis %s, %s, %d processors; ± is the 95 %% confidence interval%n%n",
                environment.java(),
                environment.redis(),
                environment.system(),
                environment.processors()));
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"workload", "subject", "value", "±", "unit"});
        for (Measured result : results) {
            rows.add(new String[] {
                result.workload(), result.subject(), number(result.value()), number(result.error()), result.unit()
            });
        }
        table(text, rows);
        text.append(System.lineSeparator());
        rows.clear();
        rows.add(new String[] {"goal", "", "ratio", "±", "wanted"});
        for (Goal goal : goals) {
            String wanted = (goal.bound() == Bound.AT_LEAST ? "≥ " : "≤ ") + number(goal.goal());
            String met = goal.met() ? "met" : "MISSED";
            rows.add(new String[] {goal.workload(), met, number(goal.ratio()), number(goal.error()), wanted});
        }
        table(text, rows);
        return text.toString();
    }

    private static void table(StringBuilder text, List<String[]> rows) {
        int first = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        int second =
                Math.max(1, rows.stream().mapToInt(row -> row[1].length()).max().orElse(0));
        String format = "%-" + first + "s  %-" + second + "s %12s %10s  %s%n";
        rows.forEach(row -> text.append(String.format(format, (Object[]) row)));
    }

    static String number(double number) {
        if (Double.isNaN(number)) {
            return "?";
        }
        double size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", number);
    }
}
