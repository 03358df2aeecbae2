package dev.larder.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a benchmark ran on: versions and hardware.
 *
 * @param cpu what the system calls its processors
 * @param memoryMiB of the machine
 * @param loadBefore the system's load average before the first measurement: other work adds noise
 * @param commit of the sources, with a plus sign if they were changed since; {@value #UNKNOWN} outside a checkout
 * @param begun when, as ISO 8601
 * @param effort {@code full} or {@code quick}
 */
public record Environment(
        String java,
        String redis,
        String system,
        int processors,
        String cpu,
        long memoryMiB,
        double loadBefore,
        String commit,
        String begun,
        String effort) {

    static final String UNKNOWN = "unknown";

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final long GIT_WITHIN_SECONDS = 10;

    /**
     * Looks around.
     *
     * @param redis the version of the server
     * @param home where the sources are
     */
    static Environment here(String redis, Path home, boolean quick) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Environment(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                redis,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                system.getTotalMemorySize() >> 20,
                system.getSystemLoadAverage(),
                commit(home),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                quick ? "quick" : "full");
    }

    private static String processorName() {
        try (var lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String commit(Path home) {
        String commit = git(home, "rev-parse", "--short=8", "HEAD");
        boolean changed =
                !git(home, "status", "--porcelain", "--untracked-files=no").isEmpty();
        return commit.isEmpty() ? UNKNOWN : commit + (changed ? "+" : "");
    }

    private static String git(Path home, String... arguments) {
        List<String> command = new java.util.ArrayList<>(
                List.of("git", "-C", home.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(GIT_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? answer : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
