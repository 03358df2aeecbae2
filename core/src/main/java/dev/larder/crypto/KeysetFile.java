package dev.larder.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a keyset, and the steps of a rotation: add, promote, retire. Each step replaces the file at once, so that
 * whoever reads it finds the old keyset or the new one. Not for use by several at the same time.
 */
public final class KeysetFile {

    private static final byte[] NO_DATA = {};
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** Tells one content of a file from another. */
    record Stamp(
            @Nullable FileTime modified,
            long size,
            @Nullable Object inode) {}

    private final Path file;
    private final @Nullable Aead master;

    /** Names a file in clear text. */
    public KeysetFile(Path file) {
        this(file, null);
    }

    /**
     * Names a file.
     *
     * @param master encrypts the file; null for clear text
     */
    public KeysetFile(Path file, @Nullable Aead master) {
        this.file = file;
        this.master = master;
    }

    /**
     * Makes a keyset of one key of AES-256-GCM.
     *
     * @throws KeyringException if there is a file already
     */
    public List<KeyInfo> create() {
        if (Files.exists(file)) {
            throw new KeyringException(
                    this
                            + " exists already; a new keyset would make everything that it has sealed unreadable. To rotate,"
                            + " use larder keys add",
                    null);
        }
        try {
            return write(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, Keys.CIPHERS), false);
        } catch (GeneralSecurityException e) {
            throw new KeyringException("no key could be made for " + this, e);
        }
    }

    /** Adds a key that opens but does not seal yet, and returns its number. */
    public int add() {
        KeysetHandle before = read();
        List<KeyInfo> after = change(
                before,
                keys -> keys.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
        return after.get(after.size() - 1).id();
    }

    /**
     * Makes a key the one that seals.
     *
     * @throws KeyringException if there is none of this number, or it is not enabled
     */
    public List<KeyInfo> promote(int id) {
        KeyInfo key = require(id);
        if (key.state() != KeyInfo.State.ENABLED) {
            throw new KeyringException(
                    "key " + key.name() + " of " + this + " is " + word(key) + " and cannot seal; promote one that is"
                            + " enabled",
                    null);
        }
        KeysetHandle before = read();
        return change(before, keys -> keys.getAt(index(before, id)).makePrimary());
    }

    /**
     * Takes a key out of use: what it has sealed becomes a miss.
     *
     * @param destroy whether its material is deleted; otherwise it is only disabled
     * @throws KeyringException if there is none of this number, or it is the primary
     */
    public List<KeyInfo> retire(int id, boolean destroy) {
        KeyInfo key = require(id);
        if (key.primary()) {
            throw new KeyringException(
                    "key " + key.name() + " of " + this + " is the primary, which seals what is written now; promote"
                            + " another one first",
                    null);
        }
        KeysetHandle before = read();
        return change(before, keys -> {
            if (destroy) {
                keys.deleteAt(index(before, id));
            } else {
                keys.getAt(index(before, id)).setStatus(KeyStatus.DISABLED);
            }
        });
    }

    /** Returns the keys, without their material. */
    public List<KeyInfo> status() {
        return Keys.infos(read(), toString());
    }

    /** Returns whether others than the owner may read or write the file, as far as the file system knows. */
    public boolean openToOthers() {
        if (master != null) {
            return false;
        }
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private KeyInfo require(int id) {
        List<KeyInfo> keys = status();
        return keys.stream()
                .filter(key -> key.id() == id)
                .findFirst()
                .orElseThrow(() -> new KeyringException(
                        this + " has no key " + String.format("%08x", id) + "; it has "
                                + String.join(
                                        ", ", keys.stream().map(KeyInfo::name).toList()),
                        null));
    }

    private static String word(KeyInfo key) {
        return key.state() == KeyInfo.State.DISABLED ? "disabled" : "destroyed";
    }

    /** The place of a key among those of a keyset; a builder made of it has them in the same order. */
    private static int index(KeysetHandle keyset, int id) {
        for (int i = 0; i < keyset.size(); i++) {
            if (keyset.getAt(i).getId() == id) {
                return i;
            }
        }
        throw new IllegalStateException("key " + id + " is gone");
    }

    private List<KeyInfo> change(KeysetHandle before, Consumer<KeysetHandle.Builder> change) {
        KeysetHandle.Builder keys = KeysetHandle.newBuilder(before).setConfiguration(Keys.CIPHERS);
        change.accept(keys);
        try {
            return write(keys.build(), true);
        } catch (GeneralSecurityException e) {
            throw new KeyringException(this + " cannot be changed: " + e.getMessage(), null);
        }
    }

    Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return new Stamp(null, -1, null);
        }
    }

    KeysetHandle read() {
        try {
            return parse(Files.readString(file), toString(), master);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new KeyringException(this + " is no text, and so no keyset in JSON", null);
        } catch (IOException e) {
            throw new KeyringException(
                    this + " cannot be read: " + e
                            + "; make one with larder keys create, or correct its name, which the"
                            + " setting keyset or the option --keyset says",
                    e);
        }
    }

    static KeysetHandle parse(String json, String place, @Nullable Aead master) {
        try {
            return master == null
                    ? TinkJsonProtoKeysetFormat.parseKeyset(json, Keys.CIPHERS, InsecureSecretKeyAccess.get())
                    : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(json, master, NO_DATA, Keys.CIPHERS);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new KeyringException(
                    place + " holds no keyset"
                            + (master == null ? " in clear text" : " encrypted by the master key given")
                            + ", as Tink writes it in JSON",
                    null);
        }
    }

    private List<KeyInfo> write(KeysetHandle keyset, boolean replace) throws GeneralSecurityException {
        String json = master == null
                ? TinkJsonProtoKeysetFormat.serializeKeyset(keyset, Keys.CIPHERS, InsecureSecretKeyAccess.get())
                : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset, master, NO_DATA, Keys.CIPHERS);
        Path folder = file.toAbsolutePath().getParent();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            create(next);
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            if (replace) {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.createLink(file, next);
                Files.delete(next);
            }
        } catch (IOException e) {
            throw new KeyringException(
                    this + " cannot be written: " + e + "; it needs a folder that may be written, " + folder, e);
        }
        return Keys.infos(keyset, toString());
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException e) {
            Files.createFile(path);
        }
    }

    @Override
    public String toString() {
        return "the keyset " + file;
    }
}
