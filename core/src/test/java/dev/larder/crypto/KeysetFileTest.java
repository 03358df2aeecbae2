package dev.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the steps of a rotation write, and who may do one at a time. */
class KeysetFileTest {

    private static final int THREADS = 4;
    private static final int ADDED_BY_EACH = 10;

    @TempDir
    private Path folder;

    private Path path;
    private KeysetFile file;

    @BeforeEach
    void create() throws Exception {
        path = Files.createDirectories(folder.resolve("real")).resolve("keyset.json");
        file = new KeysetFile(path);
        file.create();
    }

    private Path link() throws Exception {
        Path between = Files.createSymbolicLink(folder.resolve("between.json"), Path.of("real", "keyset.json"));
        return Files.createSymbolicLink(folder.resolve("link.json"), between);
    }

    @Test
    void steps_throughALink_changeTheFileThatItNames() throws Exception {
        Path link = link();
        KeysetFile linked = new KeysetFile(link);
        int old = file.status().get(0).id();

        int added = linked.add();
        linked.promote(added);
        linked.retire(old, true);

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("between.json")).isSymbolicLink();
        assertThat(Files.isSymbolicLink(path)).isFalse();
        assertThat(file.status())
                .singleElement()
                .satisfies(key -> assertThat(key.id()).isEqualTo(added));
    }

    @Test
    void create_throughALink_replacesNothing() throws Exception {
        String before = Files.readString(path);
        assertThatThrownBy(() -> new KeysetFile(link()).create())
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("exists already");
        assertThat(Files.readString(path)).isEqualTo(before);

        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.json"), folder.resolve("nothing.json"));
        assertThatThrownBy(() -> new KeysetFile(dangling).create())
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("is a link to a file that is not there");
        assertThat(dangling).isSymbolicLink();
    }

    @Test
    void add_permissionsAndOwner_stayAsTheyWere() throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        PosixFileAttributes before = Files.readAttributes(path, PosixFileAttributes.class);

        file.add();

        PosixFileAttributes after = Files.readAttributes(path, PosixFileAttributes.class);
        assertThat(PosixFilePermissions.toString(after.permissions())).isEqualTo("rw-r-----");
        assertThat(after.owner()).isEqualTo(before.owner());
        assertThat(after.group()).isEqualTo(before.group());
        assertThat(after.fileKey()).isNotEqualTo(before.fileKey());
    }

    @Test
    void add_byManyAtATime_losesNoKey() throws Exception {
        Path link = link();
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Integer> added = new ArrayList<>();
        try {
            List<Future<List<Integer>>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                KeysetFile one = new KeysetFile(i % 2 == 0 ? path : link, null, Duration.ofMinutes(1));
                all.add(pool.submit((Callable<List<Integer>>) () -> {
                    List<Integer> mine = new ArrayList<>();
                    for (int n = 0; n < ADDED_BY_EACH; n++) {
                        barrier.await();
                        mine.add(one.add());
                    }
                    return mine;
                }));
            }
            for (Future<List<Integer>> one : all) {
                added.addAll(one.get(60, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(file.status().stream().map(KeyInfo::id))
                .hasSize(1 + THREADS * ADDED_BY_EACH)
                .containsAll(added);
    }

    @Test
    void step_whileAnotherOneRuns_isRefusedAndChangesNothing() throws Exception {
        String before = Files.readString(path);
        Path lock = path.resolveSibling("keyset.json.lock");
        KeysetFile hasty = new KeysetFile(path, null, Duration.ofMillis(50));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(hasty::add)
                    .isInstanceOf(KeyringException.class)
                    .hasMessageContaining("another larder keys step is running on " + path);
            assertThat(Files.readString(path)).isEqualTo(before);
        }

        hasty.add();

        assertThat(file.status()).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                .startsWith("rw");
    }

    @Test
    void step_interrupted_changesNothingAndKeepsTheInterrupt() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(file::add).isInstanceOf(KeyringException.class).hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file.status()).hasSize(1);
    }

    @Test
    void steps_onAFolder_areRefusedAndLeaveNothing() throws Exception {
        for (Path bad : List.of(path.getParent(), Path.of(""), Path.of("/"), path.resolveSibling("."))) {
            assertThatThrownBy(new KeysetFile(bad)::create)
                    .isInstanceOf(KeyringException.class)
                    .hasMessageContaining("is a folder");
            assertThatThrownBy(new KeysetFile(bad)::add)
                    .isInstanceOf(KeyringException.class)
                    .hasMessageContaining("is a folder");
            assertThatThrownBy(() -> Keyring.ofFile(bad))
                    .isInstanceOf(KeyringException.class)
                    .hasMessageContaining("is a folder");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.lock");
        assertThat(Path.of("/null.lock")).doesNotExist();
        assertThat(Path.of("").toAbsolutePath().resolveSibling("core.lock")).doesNotExist();
    }

    @Test
    void add_noFile_isRefusedAndLeavesNothing() {
        Path none = folder.resolve("none.json");

        assertThatThrownBy(new KeysetFile(none)::add)
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("larder keys create");

        assertThat(folder).isDirectoryNotContaining("glob:**none*");
    }

    /** A message of the master key may name its service, but says nothing of the keys: they are what it could not decrypt. */
    @Test
    void read_masterKeyFails_saysSoAndKeepsTheCause() throws Exception {
        GeneralSecurityException outage = new GeneralSecurityException("503");
        Aead master = new Aead() {
            @Override
            public byte[] encrypt(byte[] plain, byte[] data) {
                return plain.clone();
            }

            @Override
            public byte[] decrypt(byte[] sealed, byte[] data) throws GeneralSecurityException {
                throw outage;
            }
        };
        Path wrapped = folder.resolve("wrapped.json");
        new KeysetFile(wrapped, master).create();

        assertThatThrownBy(() -> Keyring.ofFile(wrapped, master))
                .isInstanceOf(KeyringException.class)
                .hasMessageStartingWith("the master key could not decrypt the keyset " + wrapped)
                .hasMessageContaining("GeneralSecurityException")
                .hasMessageContaining("out of reach")
                .hasCause(outage);
        assertThatThrownBy(() -> Keyring.ofFile(path, master))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("holds no keyset encrypted by a master key")
                .hasNoCause();
    }
}
