package dev.larder.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the server program: the first recent enough one on the path, else the one that comes along. */
final class BinaryLocator {

    private static final System.Logger LOG = System.getLogger(BinaryLocator.class.getName());
    private static final List<String> NAMES = List.of("redis-server", "valkey-server");
    private static final Pattern VERSION = Pattern.compile("\\bv=((\\d{1,4})\\.(\\d{1,4})\\b[^\\s]*)");

    private static final Pattern BUSY = Pattern.compile("error[=:] ?26\\b");
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private BinaryLocator() {}

    private static final class Found {
        static final ServerBinary BINARY = locate(System.getenv().getOrDefault("PATH", ""));
    }

    /** The program for this JVM, looked for once. */
    static ServerBinary binary() {
        return Found.BINARY;
    }

    /** The first suitable program in the folders of {@code path}, else the bundled one. */
    static ServerBinary locate(String path) {
        for (String name : NAMES) {
            for (Path candidate : programs(name, path)) {
                Optional<ServerBinary> suitable = probe(candidate, false);
                if (suitable.isPresent()) {
                    return suitable.get();
                }
            }
        }
        return BundledBinary.extract();
    }

    /** The programs of that name in the folders of {@code path}, in order; relative folders do not count. */
    static List<Path> programs(String name, String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(program -> program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program))
                .toList();
    }

    /** What {@code program --version} says, if it is a server that is recent enough. */
    static Optional<ServerBinary> probe(Path program, boolean bundled) {
        String said;
        try {
            said = run(program);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot run {0}: {1}", program, e.getMessage());
            return Optional.empty();
        }
        Optional<ServerBinary> parsed = parse(program, said, bundled);
        if (parsed.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Passing over {0}: Redis 7.0 or Valkey 7.2 or later is needed, it says \"{1}\"",
                    program,
                    said.strip());
        }
        return parsed;
    }

    static Optional<ServerBinary> parse(Path program, String said, boolean bundled) {
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            return Optional.empty();
        }
        boolean valkey = said.toLowerCase(Locale.ROOT).contains("valkey")
                || String.valueOf(program.getFileName()).startsWith("valkey");
        int major = Integer.parseInt(version.group(2));
        int minor = Integer.parseInt(version.group(3));
        boolean recent = major > 7 || (major == 7 && minor >= (valkey ? 2 : 0));
        return recent
                ? Optional.of(new ServerBinary(program, valkey ? "valkey" : "redis", version.group(1), bundled))
                : Optional.empty();
    }

    /**
     * Starts it, patiently: the system refuses to run a file that somebody writes to ("text file busy"), and a child process
     * that is started while this JVM unpacks the file has it open for writing until it gets to its own program.
     */
    private static Process start(Path program) throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return new ProcessBuilder(program.toString(), "--version")
                        .redirectErrorStream(true)
                        .start();
            } catch (IOException e) {
                boolean busy = BUSY.matcher(String.valueOf(e.getMessage())).find();
                if (!busy || System.nanoTime() - begin > BUSY_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private static String run(Path program) throws IOException {
        Process process = start(program);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException("no answer to --version within 10 s");
            }
            return new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for --version", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
