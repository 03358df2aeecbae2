package dev.larder.check;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A short {@link PayloadCheck} in a JVM of its own, whose class path may begin with a seeded bug. Prints one line: the kinds
 * of attack or load that something was wrong with, or {@code none}.
 */
final class PayloadHunt {

    private static final long ENVELOPES = 4_000;
    private static final long SECONDS = 5;

    private PayloadHunt() {}

    /** Runs one part; its name is the argument. */
    public static void main(String[] args) throws InterruptedException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        PayloadPart part = PayloadPart.named(args[0]).orElseThrow();
        PayloadOptions options = PayloadOptions.DEFAULTS
                .withCount(ENVELOPES)
                .withTime(Duration.ofSeconds(SECONDS))
                .withParts(Set.of(part));
        try (PayloadCheck check = new PayloadCheck(options)) {
            PayloadReport report = check.run(progress -> {});
            report.examples().forEach(System.err::println);
            answers.println(
                    report.good()
                            ? "none"
                            : report.examples().stream()
                                    .map(Flaw::kind)
                                    .distinct()
                                    .sorted()
                                    .collect(Collectors.joining(" ")));
        }
        answers.flush();
        System.exit(0);
    }
}
