package dev.larder.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that values are sealed with: a keyset of Google Tink, of which one key, the primary, seals and all open.
 *
 * <p>AES-256-GCM (NIST SP 800-38D) with random nonces; what is sealed begins with the number of its key, and only that key is
 * tried. One key may seal 2<sup>32</sup> values before it is to be replaced, which nobody counts here. Thread-safe; sealing and opening
 * take about a microsecond for a kilobyte. One thread at a time reads the file when it has changed, and asks the master key if there
 * is one: in a call of its own, which takes as long as the file system and the master key do, without a bound here (give the
 * client of a key management service a timeout). Whoever comes meanwhile and has to know waits for it, for two seconds at most.
 *
 * <p>A keyring of a file looks once a second, while it is used, whether the file has changed, and when it meets a key that it does
 * not know; then it uses the new one. If that cannot be read, it goes on with the old one and says so in the log.
 */
public final class Keyring {

    /** Bytes that sealing adds: the key's number, the nonce and the authentication tag. */
    public static final int OVERHEAD = 33;

    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";

    static final int PREFIX_LENGTH = 5;
    static final byte VERSION = 1;

    private final KeySource source;

    private Keyring(KeySource source) {
        this.source = source;
    }

    /**
     * Makes a keyring of what a setting says: {@code file:/etc/larder/keyset.json}, or {@code env:LARDER_KEYSET} for an
     * environment variable.
     *
     * @throws KeyringException if it is neither, or there is no keyset
     */
    public static Keyring at(String place) {
        if (place.startsWith(FILE)) {
            return ofFile(path(place.substring(FILE.length())));
        }
        if (place.startsWith(ENVIRONMENT)) {
            return ofEnvironment(place.substring(ENVIRONMENT.length()));
        }
        throw new KeyringException(
                "a keyset is named as file:/etc/larder/keyset.json or env:LARDER_KEYSET; what was given begins with"
                        + " neither file: nor env:",
                null);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new KeyringException("what follows file: cannot be the name of a file: " + e.getReason(), null);
        }
    }

    /**
     * Makes a keyring of a keyset that the application has, from whichever key management service.
     *
     * @throws KeyringException if it is no keyset for authenticated encryption
     */
    public static Keyring of(KeysetHandle keyset) {
        return new Keyring(new KeySource.Fixed(Keys.of(keyset, "the keyset given")));
    }

    /**
     * Makes a keyring of a file as {@code larder keys create} writes it: Tink's JSON, in clear text.
     *
     * @throws KeyringException if it cannot be read
     */
    public static Keyring ofFile(Path file) {
        return new Keyring(new FileKeys(new KeysetFile(file)));
    }

    /**
     * Makes a keyring of a file that is encrypted by a master key, as Tink's integrations with key management services offer
     * it.
     *
     * @throws KeyringException if it cannot be read or decrypted
     */
    public static Keyring ofFile(Path file, Aead master) {
        return new Keyring(new FileKeys(new KeysetFile(file, master)));
    }

    /**
     * Makes a keyring of the JSON in an environment variable.
     *
     * @throws KeyringException if it is not set, or holds no keyset
     */
    public static Keyring ofEnvironment(String variable) {
        String json = System.getenv(variable);
        String place = "the environment variable " + variable;
        if (json == null || json.isBlank()) {
            throw new KeyringException(place + " is not set; put the JSON of a keyset there", null);
        }
        return new Keyring(new KeySource.Fixed(Keys.of(KeysetFile.parse(json, place, null), place)));
    }

    /**
     * Makes a keyring of the JSON of a keyset, in clear text.
     *
     * @throws KeyringException if it holds no keyset
     */
    public static Keyring ofJson(String json) {
        return new Keyring(new KeySource.Fixed(Keys.of(KeysetFile.parse(json, "the text", null), "the text")));
    }

    /**
     * Seals bytes by the primary key.
     *
     * @param associatedData what is to be the same when it is opened, and is not stored
     */
    public byte[] seal(byte[] plain, byte[] associatedData) {
        try {
            return source.keys().cipher().encrypt(plain, associatedData);
        } catch (GeneralSecurityException e) {
            throw new KeyringException("sealing " + plain.length + " bytes failed", e);
        }
    }

    /** Opens a part of an array. Never throws, whatever the bytes are. */
    public Unsealed open(byte[] bytes, int offset, int length, byte[] associatedData) {
        if (length < OVERHEAD || bytes[offset] != VERSION) {
            return new Unsealed.Forged();
        }
        int id = ByteBuffer.wrap(bytes).getInt(offset + 1);
        Keys keys = source.keys();
        if (!keys.enabled().contains(id)) {
            keys = source.keysAfterUnknown(id);
        }
        if (!keys.enabled().contains(id)) {
            return new Unsealed.UnknownKey(id);
        }
        try {
            return new Unsealed.Plain(
                    keys.cipher().decrypt(Arrays.copyOfRange(bytes, offset, offset + length), associatedData));
        } catch (GeneralSecurityException e) {
            return new Unsealed.Forged();
        }
    }

    /** Returns whether bytes say that the primary key has sealed them. */
    public boolean byPrimary(byte[] bytes, int offset, int length) {
        return length >= OVERHEAD
                && bytes[offset] == VERSION
                && ByteBuffer.wrap(bytes).getInt(offset + 1) == source.keys().primary();
    }

    /** Returns the number of the key that seals now. */
    public int primary() {
        return source.keys().primary();
    }

    /** Returns the keys, without their material. */
    public List<KeyInfo> status() {
        return source.keys().all();
    }

    /** Shows the numbers of the keys only. */
    @Override
    public String toString() {
        return "Keyring" + status();
    }
}
