package dev.larder.check;

import dev.larder.Larder;
import dev.larder.Reencryption;
import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.Keyring;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Rotation of the keys: add, promote, encrypt anew what the old key has sealed, retire. */
final class Rotation implements Change {

    private static final int KEYS_PER_SECOND = 50_000;
    private static final int WALKS = 5;
    private static final long TAKEN_UP_WITHIN_SECONDS = 10;

    private final Fleet fleet;
    private final BiConsumer<String, String> flaws;
    private long changes;

    Rotation(Fleet fleet, BiConsumer<String, String> flaws) {
        this.fleet = fleet;
        this.flaws = flaws;
    }

    @Override
    public boolean once() throws InterruptedException {
        int old = fleet.keyset().status().stream()
                .filter(KeyInfo::primary)
                .findFirst()
                .orElseThrow()
                .id();
        int fresh = fleet.keyset().add();
        if (!takenUp("added", keys -> keys.contains(Integer.toString(fresh)))) {
            return false;
        }
        fleet.keyset().promote(fresh);
        if (!takenUp("promoted", keys -> keys.get(0).equals(Integer.toString(fresh))) || !encryptAnew()) {
            return false;
        }
        fleet.keyset().retire(old, changes % 2 == 0);
        if (!takenUp("retired", keys -> !keys.contains(Integer.toString(old)))) {
            return false;
        }
        changes++;
        return true;
    }

    private boolean takenUp(String what, java.util.function.Predicate<List<String>> condition)
            throws InterruptedException {
        boolean taken = Patience.until(
                TAKEN_UP_WITHIN_SECONDS,
                () -> fleet.order("keys").stream().map(Arrays::asList).allMatch(condition));
        if (!taken) {
            flaws.accept(
                    "rotation",
                    "a process has not noticed within " + TAKEN_UP_WITHIN_SECONDS + " s that a key was " + what);
        }
        return taken;
    }

    private boolean encryptAnew() {
        Keyring keyring = Keyring.ofFile(fleet.keysetPath());
        Reencryption last = null;
        try (Larder larder = Raid.larder(fleet.redis().uri(), fleet.namespace(), keyring, event -> {})) {
            for (int walk = 0; walk < WALKS; walk++) {
                last = larder.reencrypt(KEYS_PER_SECOND, progress -> {})
                        .toCompletableFuture()
                        .join();
                if (last.complete()) {
                    return true;
                }
            }
        }
        flaws.accept("rotation", "something is left to the old key after " + WALKS + " walks: " + last);
        return false;
    }

    /** A process that has never had the old keys has to find everything, the dictionaries too. */
    @Override
    public void last() throws InterruptedException {
        fleet.replace(0, 1);
    }

    @Override
    public long changes() {
        return changes;
    }
}
