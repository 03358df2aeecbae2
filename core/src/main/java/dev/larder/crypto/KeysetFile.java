package dev.larder.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a keyset, and the steps of a rotation: add, promote, retire. Each step replaces the file at once, so that
 * whoever reads it finds the old keyset or the new one. Steps of several threads and processes follow each other, by a lock on
 * an empty file beside it, {@code .lock} after its name. Where the path is a symbolic link, the file that it names is changed.
 */
public final class KeysetFile {

    private static final byte[] NO_DATA = {};
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<PosixFilePermission> GROUP =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE);
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** Tells one content of a file from another. */
    record Stamp(
            @Nullable FileTime modified,
            long size,
            @Nullable Object inode) {}

    private final Path file;
    private final @Nullable Aead master;
    private final Duration patience;

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
        this(file, master, PATIENCE);
    }

    /** Names a file, and how long a step waits for another one to end. */
    KeysetFile(Path file, @Nullable Aead master, Duration patience) {
        this.file = file;
        this.master = master;
        this.patience = patience;
    }

    /**
     * Makes a keyset of one key of AES-256-GCM.
     *
     * @throws KeyringException if there is a file already
     */
    public List<KeyInfo> create() {
        return step(locked -> {
            if (Files.exists(locked.path())) {
                throw new KeyringException(
                        this
                                + " exists already; a new keyset would make everything that it has sealed unreadable. To"
                                + " rotate, use larder keys add",
                        null);
            }
            KeysetHandle made = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, Keys.CIPHERS);
            locked.create(bytes(made));
            return Keys.infos(made, toString());
        });
    }

    /** Adds a key that opens but does not seal yet, and returns its number. */
    public int add() {
        List<KeyInfo> after = addKey();
        return after.get(after.size() - 1).id();
    }

    /** As {@link #add}, but returns all keys, the new one last. */
    public List<KeyInfo> addKey() {
        return change((before, keys) ->
                keys.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /**
     * Makes a key the one that seals.
     *
     * @throws KeyringException if there is none of this number, or it is not enabled
     */
    public List<KeyInfo> promote(int id) {
        return change((before, keys) -> {
            KeyInfo key = require(before, id);
            if (key.state() != KeyInfo.State.ENABLED) {
                throw new KeyringException(
                        "key " + key.name() + " of " + this + " is " + word(key) + " and cannot seal; promote one that"
                                + " is enabled",
                        null);
            }
            keys.getAt(index(before, id)).makePrimary();
        });
    }

    /**
     * Takes a key out of use: what it has sealed becomes a miss.
     *
     * @param destroy whether its material is deleted; otherwise it is only disabled
     * @throws KeyringException if there is none of this number, or it is the primary
     */
    public List<KeyInfo> retire(int id, boolean destroy) {
        return change((before, keys) -> {
            KeyInfo key = require(before, id);
            if (key.primary()) {
                throw new KeyringException(
                        "key " + key.name() + " of " + this + " is the primary, which seals what is written now;"
                                + " promote another one first",
                        null);
            }
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

    /** Returns whether anybody may read or write the keys in clear text, as far as the file system knows. */
    public boolean openToOthers() {
        return openTo(OTHERS);
    }

    /** Returns whether the group of the file may read or write the keys in clear text, as far as the file system knows. */
    public boolean openToGroup() {
        return openTo(GROUP);
    }

    private boolean openTo(Set<PosixFilePermission> rights) {
        if (master != null) {
            return false;
        }
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(rights::contains);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private KeyInfo require(KeysetHandle keyset, int id) {
        List<KeyInfo> keys = Keys.infos(keyset, toString());
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

    /** What a step does to a keyset that was read. */
    private interface Change {
        void apply(KeysetHandle before, KeysetHandle.Builder keys);
    }

    private List<KeyInfo> change(Change change) {
        if (Files.notExists(file)) {
            // No lock beside what is not there; to read it tells what to do.
            read();
        }
        return step(locked -> {
            KeysetHandle before = read();
            KeysetHandle.Builder keys = KeysetHandle.newBuilder(before).setConfiguration(Keys.CIPHERS);
            change.apply(before, keys);
            KeysetHandle after = keys.build();
            locked.replace(bytes(after));
            return Keys.infos(after, toString());
        });
    }

    /** What is done while nobody else does a step on the file. */
    private interface Step {
        List<KeyInfo> of(LockedFile locked) throws GeneralSecurityException, IOException;
    }

    private List<KeyInfo> step(Step step) {
        if (Files.isDirectory(file)) {
            throw folder();
        }
        try (LockedFile locked = LockedFile.of(file, patience)) {
            return step.of(locked);
        } catch (GeneralSecurityException e) {
            throw new KeyringException(this + " cannot be changed: " + e.getMessage(), master == null ? null : e);
        } catch (LockedFile.Busy e) {
            throw new KeyringException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new KeyringException(
                    this + " cannot be written: " + e + "; it needs a folder that may be written, "
                            + file.toAbsolutePath().getParent(),
                    e);
        }
    }

    private byte[] bytes(KeysetHandle keyset) throws GeneralSecurityException {
        String json = master == null
                ? TinkJsonProtoKeysetFormat.serializeKeyset(keyset, Keys.CIPHERS, InsecureSecretKeyAccess.get())
                : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset, master, NO_DATA, Keys.CIPHERS);
        return json.getBytes(StandardCharsets.UTF_8);
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
        if (Files.isDirectory(file)) {
            throw folder();
        }
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

    private KeyringException folder() {
        return new KeyringException(
                "the keyset '" + file + "' is a folder; name a file in it, such as " + file.resolve("keyset.json"),
                null);
    }

    static KeysetHandle parse(String json, String place, @Nullable Aead master) {
        MasterKey asked = master == null ? null : new MasterKey(master);
        try {
            return asked == null
                    ? TinkJsonProtoKeysetFormat.parseKeyset(json, Keys.CIPHERS, InsecureSecretKeyAccess.get())
                    : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(json, asked, NO_DATA, Keys.CIPHERS);
        } catch (GeneralSecurityException | RuntimeException e) {
            Exception failure = asked == null ? null : asked.failure();
            if (failure != null) {
                throw new KeyringException(
                        "the master key could not decrypt " + place + " ("
                                + failure.getClass().getName()
                                + "): it may be out of reach just now, or not allowed to this process, or another one"
                                + " than has encrypted the file, or the file is damaged",
                        failure);
            }
            throw new KeyringException(
                    place + " holds no keyset"
                            + (master == null ? " in clear text" : " encrypted by a master key")
                            + ", as Tink writes it in JSON",
                    null);
        }
    }

    @Override
    public String toString() {
        return "the keyset " + file;
    }
}
