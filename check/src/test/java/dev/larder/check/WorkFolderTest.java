package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    @TempDir
    private Path parent;

    /** The number of a process that has ended: nobody else has it as soon as that. */
    private static long deadPid() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void create_foldersOfOthers_removesThoseOfDeadProcessesOnly() throws IOException, InterruptedException {
        Path dead = Files.createDirectories(parent.resolve("larder-check-" + deadPid() + "-1"));
        Files.writeString(dead.resolve("source"), "left behind");
        Path alive = Files.createDirectories(
                parent.resolve("larder-check-" + ProcessHandle.current().pid() + "-2"));
        Path foreign = Files.createDirectories(parent.resolve("larder-checkers"));

        try (WorkFolder mine = WorkFolder.create(parent)) {
            assertThat(dead).doesNotExist();
            assertThat(alive).exists();
            assertThat(foreign).exists();
            assertThat(mine.path().getFileName().toString())
                    .startsWith("larder-check-" + ProcessHandle.current().pid() + "-");
        }
        assertThat(parent).isDirectoryContaining(file -> file.equals(alive));
        assertThat(parent.toFile().list()).hasSize(2);
    }
}
