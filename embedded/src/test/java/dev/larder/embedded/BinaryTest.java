package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryTest {

    @Test
    void locate_recentServersOnThePath_prefersRedis(@TempDir Path folder) throws IOException {
        Path valkey =
                program(folder, "valkey-server", "Valkey server v=8.1.0 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64");
        assertThat(BinaryLocator.locate(folder.toString()))
                .isEqualTo(new ServerBinary(valkey, "valkey", "8.1.0", false));
        Path redis = program(folder, "redis-server", "Redis server v=7.2.4 sha=00000000:0 malloc=libc bits=64");
        assertThat(BinaryLocator.locate("/no/such/folder:" + folder))
                .isEqualTo(new ServerBinary(redis, "redis", "7.2.4", false));
    }

    @Test
    void locate_nothingSuitableOnThePath_takesTheBundledOne(@TempDir Path folder) throws IOException {
        program(folder, "redis-server", "Redis server v=6.2.14 sha=00000000:0");
        program(folder, "valkey-server", "out of order");
        ServerBinary binary = BinaryLocator.locate(folder.toString());
        assertThat(binary.bundled()).isTrue();
        assertThat(binary.version()).isEqualTo(BundledBinary.VERSION);
        assertThat(binary.toString()).startsWith("redis 7.0.15 (/").endsWith(", bundled)");
    }

    @Test
    void parse_versions_acceptsRedis70AndValkey72() {
        assertThat(BinaryLocator.parse(Path.of("redis-server"), "Redis server v=7.0.0 sha=0", false))
                .isPresent();
        assertThat(BinaryLocator.parse(Path.of("redis-server"), "Redis server v=8.6.1 sha=0", false))
                .isPresent();
        assertThat(BinaryLocator.parse(Path.of("redis-server"), "Redis server v=6.2.14 sha=0", false))
                .isEmpty();
        assertThat(BinaryLocator.parse(Path.of("valkey-server"), "Server v=7.2.5 sha=0", false))
                .isPresent();
        assertThat(BinaryLocator.parse(Path.of("valkey-server"), "Server v=7.1.0 sha=0", false))
                .isEmpty();
        assertThat(BinaryLocator.parse(Path.of("redis-server"), "v=99999999999.1", false))
                .isEmpty();
    }

    @Test
    void resource_platforms_namesTheProgramInTheJar() {
        assertThat(BundledBinary.resource("Linux", "amd64")).isEqualTo("redis-server-7.0.15-linux-amd64");
        assertThat(BundledBinary.resource("Linux", "aarch64")).isEqualTo("redis-server-7.0.15-linux-arm64");
        assertThat(BundledBinary.resource("Linux", "i386")).isEqualTo("redis-server-7.0.15-linux-386");
        assertThat(BundledBinary.resource("Mac OS X", "aarch64")).isEqualTo("redis-server-7.0.15-darwin-arm64");
        assertThat(BundledBinary.resource("Mac OS X", "x86_64")).isEqualTo("redis-server-7.0.15-darwin-amd64");
        assertThatThrownBy(() -> BundledBinary.resource("Windows 11", "amd64"))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining("URL of a running server");
    }

    @Test
    void resource_everyPlatformOfTheJar_isThere() {
        for (String name : List.of("linux-amd64", "linux-arm64", "linux-386", "darwin-amd64", "darwin-arm64")) {
            assertThat(getClass().getClassLoader().getResource("redis-server-7.0.15-" + name))
                    .as(name)
                    .isNotNull();
        }
    }

    @Test
    void extractInto_manyAtOnce_leavesOneWorkingCopy(@TempDir Path cache) throws Exception {
        String resource = BundledBinary.resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        int threads = 4;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            Callable<Path> task = () -> {
                barrier.await();
                Path binary = BundledBinary.extractInto(cache.resolve("larder"), resource);
                assertThat(BinaryLocator.probe(binary, true)).isPresent();
                return binary;
            };
            for (Future<Path> copy : executor.invokeAll(
                    IntStream.range(0, threads).mapToObj(i -> task).toList())) {
                assertThat(copy.get()).isExecutable();
            }
        } finally {
            executor.shutdownNow();
        }
        Path folder = cache.resolve("larder").resolve(resource);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "redis-server");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void probe_fileStillOpenForWriting_waitsForItsEnd(@TempDir Path folder) throws Exception {
        Path program = program(folder, "redis-server", "Redis server v=7.2.4");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<ServerBinary> probed;
            try (var writer = Files.newOutputStream(program, StandardOpenOption.APPEND)) {
                probed =
                        executor.submit(() -> BinaryLocator.probe(program, true).orElseThrow());
                assertThat(isBusy(probed) || probed.get() != null).isTrue();
                writer.flush();
            }
            assertThat(probed.get()).isEqualTo(new ServerBinary(program, "redis", "7.2.4", true));
        } finally {
            executor.shutdownNow();
        }
    }

    /** Not on systems that do not mind. */
    private static boolean isBusy(Future<?> probed) throws Exception {
        try {
            probed.get(200, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    @Test
    void extractInto_copyWasChanged_replacesIt(@TempDir Path cache) throws IOException {
        String resource = BundledBinary.resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path binary = BundledBinary.extractInto(cache.resolve("larder"), resource);
        byte[] bytes = Files.readAllBytes(binary);
        bytes[1_000_000]++;
        Files.write(binary, bytes);
        assertThat(BundledBinary.extractInto(cache.resolve("larder"), resource)).isEqualTo(binary);
        bytes[1_000_000]--;
        assertThat(Files.readAllBytes(binary)).isEqualTo(bytes);
    }

    @Test
    void extractInto_folderIsALink_refusesIt(@TempDir Path cache) throws IOException {
        Files.createSymbolicLink(cache.resolve("larder"), Files.createDirectory(cache.resolve("elsewhere")));
        assertThatThrownBy(() -> BundledBinary.extractInto(cache.resolve("larder"), "any"))
                .isInstanceOf(IOException.class);
    }

    private static Path program(Path folder, String name, String says) throws IOException {
        Path program = folder.resolve(name);
        Files.writeString(program, "#!/bin/sh\necho '" + says + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }
}
