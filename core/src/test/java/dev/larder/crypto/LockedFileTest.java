package dev.larder.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file comes to be, on file systems with hard links and without. */
class LockedFileTest {

    private static final byte[] CONTENT = "keys".getBytes(US_ASCII);

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("keyset.json");
    }

    private void create(LockedFile.Linking linking) throws IOException {
        try (LockedFile locked = LockedFile.of(path(), Duration.ofSeconds(1))) {
            locked.create(CONTENT, linking);
        }
    }

    private void assertCreated() throws IOException {
        assertThat(path()).hasBinaryContent(CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("keyset.json", "keyset.json.lock");
        }
    }

    @Test
    void create_withoutHardLinks_makesTheFileAllTheSame() throws IOException {
        create((name, existing) -> {
            throw new UnsupportedOperationException();
        });
        assertCreated();

        Files.delete(path());
        create((name, existing) -> {
            throw new FileSystemException(name.toString(), existing.toString(), "Operation not permitted");
        });
        assertCreated();
    }

    @Test
    void create_fileIsThere_isRefusedAndLeavesIt() throws IOException {
        Files.writeString(path(), "others");

        assertThatThrownBy(() -> create(Files::createLink)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> create((name, existing) -> {
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(path()).hasContent("others");
    }
}
