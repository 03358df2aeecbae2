package dev.larder.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadKey;
import com.google.crypto.tink.config.TinkConfig2026;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A keyset, ready for use.
 *
 * @param cipher seals by the primary key, and opens by the key that the bytes name
 * @param enabled numbers of the keys that can be used
 * @param primary number of the key that seals
 * @param all every key
 */
record Keys(Aead cipher, Set<Integer> enabled, int primary, List<KeyInfo> all) {

    /** What Tink may use. */
    static final Configuration CIPHERS = TinkConfig2026.get();

    static Keys of(KeysetHandle handle, String place) {
        try {
            List<KeyInfo> all = infos(handle, place);
            Aead cipher = handle.getPrimitive(CIPHERS, Aead.class);
            Set<Integer> enabled = all.stream()
                    .filter(key -> key.state() == KeyInfo.State.ENABLED)
                    .map(KeyInfo::id)
                    .collect(Collectors.toUnmodifiableSet());
            return new Keys(cipher, enabled, handle.getPrimary().getId(), all);
        } catch (GeneralSecurityException e) {
            throw new KeyringException(place + " has no keyset for authenticated encryption (AEAD)", null);
        }
    }

    static List<KeyInfo> infos(KeysetHandle handle, String place) {
        List<KeyInfo> infos = new ArrayList<>();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            requireNamed(entry.getKey(), place);
            infos.add(new KeyInfo(entry.getId(), entry.isPrimary(), state(entry.getStatus())));
        }
        return List.copyOf(infos);
    }

    /** What a key has sealed has to begin with its number, or all keys would have to be tried. */
    private static void requireNamed(Key key, String place) {
        boolean named = key instanceof AeadKey aead
                && aead.getOutputPrefix().size() == Keyring.PREFIX_LENGTH
                && aead.getOutputPrefix().toByteArray()[0] == Keyring.VERSION;
        if (!named) {
            throw new KeyringException(
                    place + " holds a key that is not an AEAD key with the output prefix TINK; make the keyset with"
                            + " larder keys create, or by Tink's template AES256_GCM",
                    null);
        }
    }

    private static KeyInfo.State state(KeyStatus status) {
        if (status == KeyStatus.ENABLED) {
            return KeyInfo.State.ENABLED;
        }
        return status == KeyStatus.DISABLED ? KeyInfo.State.DISABLED : KeyInfo.State.DESTROYED;
    }

    /** Never shows the cipher. */
    @Override
    public String toString() {
        return "Keys" + all;
    }
}
