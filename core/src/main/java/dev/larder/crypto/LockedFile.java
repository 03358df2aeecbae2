package dev.larder.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file that one step at a time reads and replaces, among all processes: whoever has it holds a lock on an empty file beside
 * it, which stays. A path that is a symbolic link stands for the file that it names in the end.
 */
final class LockedFile implements AutoCloseable {

    private static final long POLL_NANOS = 10_000_000;

    /** What is locked in this JVM. A lock of the system is lost when a second channel to its file is closed. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path real;
    private final Path next;
    private final FileChannel channel;

    private LockedFile(Path real, FileChannel channel) {
        this.real = real;
        this.next = real.resolveSibling(real.getFileName() + ".next");
        this.channel = channel;
    }

    /**
     * Locks a file, which need not be there yet.
     *
     * @param patience how long to wait for whoever has it
     * @throws Busy if somebody had it all the time
     * @throws IOException if it cannot be locked, with the reason
     */
    static LockedFile of(Path path, Duration patience) throws IOException {
        Path real = real(path);
        long began = System.nanoTime();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted before anything was changed");
        }
        while (!HELD.add(real)) {
            await(real, began, patience);
        }
        FileChannel channel = null;
        try {
            channel = open(real.resolveSibling(real.getFileName() + ".lock"));
            while (!tryLock(channel)) {
                await(real, began, patience);
            }
            return new LockedFile(real, channel);
        } catch (IOException | RuntimeException | Error e) {
            release(real, channel);
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Path real(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(path)) {
                throw new IOException(
                        "it is a link to a file that is not there; correct the link, or name that file", e);
            }
            Path folder = path.toAbsolutePath().getParent();
            return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
        }
    }

    private static void await(Path real, long began, Duration patience) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted while another larder keys step was running on " + real);
        }
        if (System.nanoTime() - began >= patience.toNanos()) {
            throw new Busy("another larder keys step is running on " + real + "; let it end, then do this one again");
        }
        LockSupport.parkNanos(POLL_NANOS);
    }

    private static FileChannel open(Path lock) throws IOException {
        if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            try {
                createPrivate(lock);
            } catch (FileAlreadyExistsException e) {
                // Another process was as quick.
            }
        }
        return FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** The file itself, never a link. */
    Path path() {
        return real;
    }

    /** Gives a file a second name, which must not be there. */
    interface Linking {
        void link(Path name, Path existing) throws IOException;
    }

    /** Makes the file, which must not be there, for its owner alone. */
    void create(byte[] content) throws IOException {
        create(content, Files::createLink);
    }

    void create(byte[] content, Linking linking) throws IOException {
        try {
            write(content);
            try {
                linking.link(real, next);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                moveToNewName();
            }
            forceFolder();
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** As a link does it, where the file system has none: for a moment the file is there, and empty. */
    private void moveToNewName() throws IOException {
        createPrivate(real);
        try {
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(real);
            throw e;
        }
    }

    /** Replaces the file at once; who may read it and whose it is stays as it was. */
    void replace(byte[] content) throws IOException {
        try {
            write(content);
            keepRights();
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private void write(byte[] content) throws IOException {
        Files.deleteIfExists(next);
        createPrivate(next);
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /** Has the new name survive a loss of power, where folders can be forced; some platforms and file systems cannot. */
    private void forceFolder() {
        Path folder = real.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The step is done, and the content of the file is safe.
        }
    }

    private void keepRights() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(next, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(real, PosixFileAttributes.class);
        PosixFileAttributes made = view.readAttributes();
        Set<PosixFilePermission> rights = old.permissions();
        boolean ofGroup = rights.contains(PosixFilePermission.GROUP_READ);
        if (!made.group().equals(old.group())) {
            keep(
                    () -> view.setGroup(old.group()),
                    !ofGroup,
                    "group " + old.group().getName());
        }
        if (!made.owner().equals(old.owner())) {
            keep(
                    () -> view.setOwner(old.owner()),
                    ofGroup,
                    "owner " + old.owner().getName());
        }
        view.setPermissions(rights);
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Whoever could read the file has to be able to read the next one; a change that matters less may fail. */
    private void keep(Change change, boolean dispensable, String what) throws IOException {
        try {
            change.make();
        } catch (IOException e) {
            if (!dispensable) {
                throw new IOException(
                        "its " + what + " cannot be kept by this user, and could not read it any more; do it as its"
                                + " owner, or as root",
                        e);
            }
        }
    }

    private static void createPrivate(Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException e) {
            Files.createFile(path);
        }
    }

    @Override
    public void close() throws IOException {
        release(real, channel);
    }

    private static void release(Path real, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(real);
        }
    }

    /** Somebody else has the file. */
    static final class Busy extends IOException {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }
}
