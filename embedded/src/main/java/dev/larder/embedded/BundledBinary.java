package dev.larder.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The static Redis 7.0.15 from the jar {@code org.signal:embedded-redis}, unpacked into a folder that only this user can
 * enter: {@code larder} in {@code $XDG_CACHE_HOME}, {@code ~/.cache} or {@code ~/Library/Caches}, else {@code
 * larder-<user>} in the temporary folder. A copy is used again only if it equals the one in the jar, byte by byte.
 */
final class BundledBinary {

    static final String VERSION = "7.0.15";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private BundledBinary() {}

    /**
     * The path of an unpacked, working copy.
     *
     * @throws EmbeddedRedisException if there is none for this platform, or no folder in which it can be run
     */
    static ServerBinary extract() {
        String resource = resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        List<String> failures = new ArrayList<>();
        for (Path cache : caches()) {
            try {
                Optional<ServerBinary> binary = BinaryLocator.probe(extractInto(cache, resource), true);
                if (binary.isPresent()) {
                    return binary.get();
                }
                failures.add(cache + ": the program does not run there");
            } catch (IOException e) {
                failures.add(cache + ": " + e);
            }
        }
        throw new EmbeddedRedisException(
                "The bundled Redis " + VERSION + " cannot be unpacked. Set XDG_CACHE_HOME to a folder"
                        + " of yours, or put redis-server or valkey-server on the path. Tried " + failures);
    }

    /** The name of the program in the jar for a platform. */
    static String resource(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.contains("linux") ? "linux" : os.contains("mac") || os.contains("darwin") ? "darwin" : "";
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386", "i686" -> system.equals("linux") ? "386" : "";
            default -> "";
        };
        if (system.isEmpty() || arch.isEmpty()) {
            throw new EmbeddedRedisException("There is no bundled Redis for " + osName + " on " + osArch
                    + ". Put redis-server or valkey-server on the path, or use the URL of a running server");
        }
        return "redis-server-" + VERSION + "-" + system + "-" + arch;
    }

    private static List<Path> caches() {
        List<Path> caches = new ArrayList<>();
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            caches.add(Path.of(xdg, "larder"));
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        if (home.isAbsolute()) {
            Path library = home.resolve("Library/Caches");
            caches.add((Files.isDirectory(library) ? library : home.resolve(".cache")).resolve("larder"));
        }
        caches.add(
                Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "larder-" + System.getProperty("user.name", "")));
        return caches;
    }

    /** Unpacks, one JVM at a time, under another name and moves into place: nobody ever sees half a file. */
    static synchronized Path extractInto(Path cache, String resource) throws IOException {
        byte[] program = read(resource);
        ownFolder(cache);
        Path folder = cache.resolve(resource);
        ownFolder(folder);
        Path target = folder.resolve("redis-server");
        try (FileChannel lock =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && !isIntact(target, program)) {
                unpack(program, folder, target);
            }
        }
        return target;
    }

    private static void unpack(byte[] program, Path folder, Path target) throws IOException {
        Path fresh = Files.createTempFile(folder, "unpacking-", ".tmp");
        try {
            Files.write(fresh, program);
            Files.setPosixFilePermissions(fresh, OWNER_ONLY);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean isIntact(Path target, byte[] program) throws IOException {
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.isExecutable(target)
                && Files.size(target) == program.length
                && Arrays.equals(Files.readAllBytes(target), program);
    }

    private static byte[] read(String resource) throws IOException {
        ClassLoader loader = BundledBinary.class.getClassLoader();
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not on the class path (org.signal:embedded-redis)");
            }
            return in.readAllBytes();
        }
    }

    /** Makes a folder for this user alone, and refuses one that somebody else made or can write to. */
    private static void ownFolder(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
        Path probe = Files.createTempFile(folder, "owner-", ".tmp");
        try {
            if (!Files.getOwner(folder).equals(Files.getOwner(probe))) {
                throw new IOException("belongs to " + Files.getOwner(folder));
            }
        } finally {
            Files.delete(probe);
        }
    }
}
