package dev.larder.crypto;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** The master key of a file while the file is read: tells its own failure from that of what it has decrypted. For one thread. */
final class MasterKey implements Aead {

    private final Aead real;
    private @Nullable Exception failure;

    MasterKey(Aead real) {
        this.real = real;
    }

    @Override
    public byte[] encrypt(byte[] plain, byte[] associatedData) throws GeneralSecurityException {
        return real.encrypt(plain, associatedData);
    }

    @Override
    public byte[] decrypt(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
        try {
            return real.decrypt(sealed, associatedData);
        } catch (GeneralSecurityException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Returns why it could not decrypt, or null if it could or was not asked. */
    @Nullable
    Exception failure() {
        return failure;
    }
}
