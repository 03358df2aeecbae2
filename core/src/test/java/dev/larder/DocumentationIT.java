package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles all Java in the documents, as bodies of methods, and runs what is marked {@code <!-- runs -->}; but for that on the pages of
 * sessions, tokens and limits, which their module runs.
 */
final class DocumentationIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("(<!-- runs -->\n)?```java\n(.*?)```", Pattern.DOTALL);

    private static final Set<String> OF_SESSION = Set.of("sessions.md", "tokens.md", "limits.md");

    /** What the documents take for granted. */
    private static final String FRAME = """
            import dev.larder.*;
            import dev.larder.codec.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            public final class Snippet {
                public record Contract(long id, long areaId, String title) {}
                static final class Repository {
                    Contract find(long id) { return new Contract(id, 7, "Mowing"); }
                    Map<Long, Contract> findAll(Set<Long> ids) {
                        Map<Long, Contract> found = new HashMap<>();
                        ids.forEach(id -> found.put(id, find(id)));
                        return found;
                    }
                    CompletionStage<Contract> findLater(long id) { return CompletableFuture.completedStage(find(id)); }
                    long revision(long id) { return 1; }
                    void save(Contract contract) {}
                }
                static final Repository repository = new Repository();
                static final List<Long> ids = List.of(1L, 2L, 3L);
                static final Contract contract = repository.find(42);
                static Larder larder;
                static Cache<Long, Contract> contracts;
                public static void run() throws Exception {
                    %s
                }
            }
            """;

    /** One block of code. */
    record Block(String where, String code, boolean runs) {
        @Override
        public String toString() {
            return where;
        }
    }

    static Stream<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(page -> page.toString().endsWith(".md")
                            && !OF_SESSION.contains(page.getFileName().toString()))
                    .forEach(pages::add);
        }
        for (Path page : pages) {
            Matcher found = BLOCK.matcher(Files.readString(page));
            for (int number = 1; found.find(); number++) {
                blocks.add(new Block(ROOT.relativize(page) + " #" + number, found.group(2), found.group(1) != null));
            }
        }
        return blocks.stream();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void block_inADocument_compilesAndRuns(Block block, @TempDir Path folder) throws Exception {
        StringWriter messages = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));

        if (block.runs) {
            try (EmbeddedRedis redis = EmbeddedRedis.start()) {
                String code = block.code.replace("redis://localhost:6379", redis.uri());
                assertThat(compile(compiler, options, code, messages))
                        .as(messages::toString)
                        .isTrue();
                run(folder);
            }
        } else {
            assertThat(compile(compiler, options, block.code, messages))
                    .as(messages::toString)
                    .isTrue();
        }
    }

    private static boolean compile(JavaCompiler compiler, List<String> options, String code, StringWriter messages) {
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("memory:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignored) {
                        return FRAME.formatted(code);
                    }
                };
        return compiler.getTask(messages, null, null, options, null, List.of(source))
                .call();
    }

    private static void run(Path folder) throws Exception {
        URL[] classes = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(classes, DocumentationIT.class.getClassLoader())) {
            loader.loadClass("Snippet").getMethod("run").invoke(null);
        }
    }

    @Test
    void readme_itsQuickStart_runs() throws IOException {
        assertThat(blocks()).anyMatch(block -> block.runs && block.where.startsWith("README.md"));
    }
}
