package dev.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class KeyringTest {

    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLACE = "larder:contracts:{42}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_PLACE = "larder:contracts:{43}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path path;
    private KeysetFile file;

    @BeforeEach
    void create() {
        path = folder.resolve("keyset.json");
        file = new KeysetFile(path);
        file.create();
    }

    private static Unsealed open(Keyring keyring, byte[] sealed, byte[] place) {
        return keyring.open(sealed, 0, sealed.length, place);
    }

    private static void assertOpens(Keyring keyring, byte[] sealed) {
        assertThat(open(keyring, sealed, PLACE))
                .isInstanceOfSatisfying(
                        Unsealed.Plain.class, plain -> assertThat(plain.bytes()).isEqualTo(VALUE));
    }

    /** A keyring of the file as it is now, as a process that was just started has it. */
    private Keyring now() throws IOException {
        return Keyring.ofJson(Files.readString(path));
    }

    @Test
    void open_whatWasSealed_isTheValue() {
        Keyring keyring = Keyring.ofFile(path);

        byte[] sealed = keyring.seal(VALUE, PLACE);

        assertThat(sealed).hasSize(VALUE.length + Keyring.OVERHEAD);
        assertOpens(keyring, sealed);
        assertThat(keyring.byPrimary(sealed, 0, sealed.length)).isTrue();
        byte[] within = new byte[sealed.length + 10];
        System.arraycopy(sealed, 0, within, 3, sealed.length);
        assertThat(keyring.open(within, 3, sealed.length, PLACE)).isInstanceOf(Unsealed.Plain.class);
    }

    @Test
    void open_anyBitFlipped_isForgedOrNamesAnotherKey() {
        Keyring keyring = Keyring.ofFile(path);
        byte[] sealed = keyring.seal(VALUE, PLACE);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            boolean number = bit / 8 >= 1 && bit / 8 < Keyring.PREFIX_LENGTH;

            assertThat(open(keyring, damaged, PLACE))
                    .as("bit %d", bit)
                    .isInstanceOf(number ? Unsealed.UnknownKey.class : Unsealed.Forged.class);
        }
    }

    @Test
    void open_elsewhereOrCut_isForged() {
        Keyring keyring = Keyring.ofFile(path);
        byte[] sealed = keyring.seal(VALUE, PLACE);

        assertThat(open(keyring, sealed, OTHER_PLACE)).isEqualTo(new Unsealed.Forged());
        for (int length = 0; length < sealed.length; length++) {
            assertThat(keyring.open(sealed, 0, length, PLACE)).isEqualTo(new Unsealed.Forged());
        }
        assertThat(open(keyring, Arrays.copyOf(sealed, sealed.length + 1), PLACE))
                .isEqualTo(new Unsealed.Forged());
    }

    @Test
    void rotation_eachStep_everyProcessOpensWhatEveryOtherSeals() throws IOException {
        Keyring first = now();
        int old = first.status().get(0).id();

        int added = file.add();
        Keyring withAdded = now();
        assertOpens(first, withAdded.seal(VALUE, PLACE));
        assertOpens(withAdded, first.seal(VALUE, PLACE));

        file.promote(added);
        Keyring promoted = now();
        byte[] byOld = withAdded.seal(VALUE, PLACE);
        byte[] byNew = promoted.seal(VALUE, PLACE);
        assertOpens(withAdded, byNew);
        assertOpens(promoted, byOld);
        assertThat(promoted.byPrimary(byOld, 0, byOld.length)).isFalse();
        assertThat(promoted.byPrimary(byNew, 0, byNew.length)).isTrue();

        file.retire(old, false);
        Keyring retired = now();
        assertOpens(promoted, retired.seal(VALUE, PLACE));
        assertOpens(retired, promoted.seal(VALUE, PLACE));
        assertThat(open(retired, byOld, PLACE)).isEqualTo(new Unsealed.UnknownKey(old));
        assertThat(retired.status())
                .containsExactly(
                        new KeyInfo(old, false, KeyInfo.State.DISABLED),
                        new KeyInfo(added, true, KeyInfo.State.ENABLED));

        file.retire(old, true);
        assertThat(now().status()).containsExactly(new KeyInfo(added, true, KeyInfo.State.ENABLED));
    }

    @Test
    void ofFile_fileChanges_isFollowed() throws IOException {
        Keyring running = Keyring.ofFile(path);
        int added = file.add();
        file.promote(added);
        byte[] byNew = now().seal(VALUE, PLACE);

        // A key that is not known makes it look at once, at most ten times a second.
        org.awaitility.Awaitility.await().until(() -> open(running, byNew, PLACE) instanceof Unsealed.Plain);

        byte[] sealed = running.seal(VALUE, PLACE);
        assertThat(running.byPrimary(sealed, 0, sealed.length)).isTrue();
        assertThat(running.status()).hasSize(2);
    }

    @Test
    void steps_thatWouldLoseKeys_areRefused() {
        int primary = file.status().get(0).id();
        int added = file.add();

        assertThatThrownBy(file::create).isInstanceOf(KeyringException.class).hasMessageContaining("exists already");
        assertThatThrownBy(() -> file.retire(primary, true))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("promote another one first");
        file.retire(added, false);
        assertThatThrownBy(() -> file.promote(added))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("disabled");
        assertThatThrownBy(() -> file.promote(1))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("00000001")
                .hasMessageContaining(String.format("%08x", primary));
        assertThat(file.status().stream().filter(KeyInfo::primary))
                .extracting(KeyInfo::id)
                .containsExactly(primary);
    }

    @Test
    void create_file_isForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(file.openToOthers()).isFalse();
        file.add();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(file.openToOthers()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(path, path.resolveSibling("keyset.json.lock"));
        }
    }

    @Test
    void ofFile_underAMasterKey_isReadWithItOnly() throws Exception {
        Aead master = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get())
                .getPrimitive(TinkConfig2026.get(), Aead.class);
        Path wrapped = folder.resolve("wrapped.json");
        new KeysetFile(wrapped, master).create();

        Keyring keyring = Keyring.ofFile(wrapped, master);
        assertOpens(keyring, keyring.seal(VALUE, PLACE));

        assertThatThrownBy(() -> Keyring.ofFile(wrapped)).isInstanceOf(KeyringException.class);
        assertThatThrownBy(() -> Keyring.ofFile(path, master)).isInstanceOf(KeyringException.class);
    }

    /** A master key that is out of reach while the file is read is asked again. */
    @Test
    void ofFile_changedWhileTheMasterKeyIsAway_isReadLater() throws Exception {
        Aead real = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get())
                .getPrimitive(TinkConfig2026.get(), Aead.class);
        AtomicInteger refusals = new AtomicInteger();
        Aead master = new Aead() {
            @Override
            public byte[] encrypt(byte[] plain, byte[] data) throws GeneralSecurityException {
                return real.encrypt(plain, data);
            }

            @Override
            public byte[] decrypt(byte[] sealed, byte[] data) throws GeneralSecurityException {
                if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new GeneralSecurityException("out of reach");
                }
                return real.decrypt(sealed, data);
            }
        };
        KeysetFile wrapped = new KeysetFile(folder.resolve("away.json"), master);
        wrapped.create();
        Keyring keyring = Keyring.ofFile(folder.resolve("away.json"), master);
        int added = wrapped.add();
        wrapped.promote(added);
        refusals.set(1);

        await().atMost(Duration.ofSeconds(30)).until(() -> keyring.primary() == added);
        assertThat(refusals).hasValue(0);
    }

    @Test
    void make_whatIsNoKeyset_saysWhatToDo() throws Exception {
        Path none = folder.resolve("none.json");
        assertThatThrownBy(() -> Keyring.ofFile(none))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining(none.toString())
                .hasMessageContaining("larder keys create");
        for (String bad : List.of("", "{}", "null", "[]", "not json", "{\"primaryKeyId\":1,\"key\":[]}")) {
            assertThatThrownBy(() -> Keyring.ofJson(bad)).as(bad).isInstanceOf(KeyringException.class);
        }
        assertThatThrownBy(() -> Keyring.ofEnvironment("LARDER_NO_SUCH_VARIABLE"))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("LARDER_NO_SUCH_VARIABLE");
        assertThatThrownBy(() -> Keyring.at("/etc/keyset.json"))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("file:");
        KeysetHandle mac =
                KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG, TinkConfig2026.get());
        assertThatThrownBy(() -> Keyring.of(mac)).isInstanceOf(KeyringException.class);
    }

    /** Everything that could be printed, for each way to fail, beside the material in all its spellings. */
    @Test
    void anything_printed_holdsNoMaterial() throws IOException {
        String json = Files.readString(path);
        String base64 =
                JsonMapper.shared().readTree(json).at("/key/0/keyData/value").asString();
        byte[] message = Base64.getDecoder().decode(base64);
        byte[] material = Arrays.copyOfRange(message, message.length - 32, message.length);
        StringBuilder said = new StringBuilder();
        Keyring keyring = Keyring.ofFile(path);
        said.append(keyring).append(keyring.status()).append(file).append(Keys.of(file.read(), "x"));
        said.append(open(keyring, keyring.seal(VALUE, PLACE), PLACE));
        for (String bad :
                List.of(json.substring(1), json.replace(base64, base64.substring(4)), "x" + json, json + json)) {
            try {
                said.append(Keyring.ofJson(bad));
            } catch (KeyringException e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                said.append(trace);
            }
        }

        String all = said.toString().toLowerCase(Locale.ROOT);
        assertThat(all).contains("holds no keyset");
        for (String spelling : List.of(
                base64,
                base64.substring(0, 16),
                Base64.getEncoder().encodeToString(material).substring(0, 16),
                HexFormat.of().formatHex(material).substring(0, 16))) {
            assertThat(all).doesNotContain(spelling.toLowerCase(Locale.ROOT));
        }
    }
}
