package dev.larder.check;

import dev.larder.Larder;
import dev.larder.Reencryption;
import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.Keyring;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Rotation of the keys: add, promote, encrypt anew what the old key has sealed, retire. Every other time one process uses no
 * keys while one is added and promoted; then all its threads meet at once what the other process has sealed.
 */
final class Rotation implements Change {

    private static final int KEYS_PER_SECOND = 50_000;
    private static final int WALKS = 5;
    private static final long TAKEN_UP_WITHIN_SECONDS = 10;
    private static final long REST_MILLIS = 1_500;
    private static final int AWAKE = 0;
    private static final int RESTING = 1;
    private static final List<Integer> EVERYBODY = List.of(AWAKE, RESTING);

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
        boolean rests = changes % 2 == 0;
        if (rests) {
            fleet.order(RESTING, "rest");
        }
        int fresh = fleet.keyset().add();
        List<Integer> awake = rests ? List.of(AWAKE) : EVERYBODY;
        if (!takenUp("added", awake, keys -> keys.contains(Integer.toString(fresh)))) {
            return false;
        }
        fleet.keyset().promote(fresh);
        Predicate<List<String>> promoted = keys -> keys.get(0).equals(Integer.toString(fresh));
        if (!takenUp("promoted", awake, promoted)) {
            return false;
        }
        if (rests) {
            // So long that the keys have to be looked at again, and that many values are sealed by the new one.
            Patience.pass(REST_MILLIS);
            fleet.order(RESTING, "wake");
        }
        if (!takenUp("promoted", EVERYBODY, promoted) || !encryptAnew()) {
            return false;
        }
        fleet.keyset().retire(old, changes % 2 == 0);
        if (!takenUp("retired", EVERYBODY, keys -> !keys.contains(Integer.toString(old)))) {
            return false;
        }
        changes++;
        return true;
    }

    private boolean takenUp(String what, List<Integer> jvms, Predicate<List<String>> condition)
            throws InterruptedException {
        boolean taken = Patience.until(TAKEN_UP_WITHIN_SECONDS, () -> {
            for (int jvm : jvms) {
                if (!condition.test(Arrays.asList(fleet.order(jvm, "keys")))) {
                    return false;
                }
            }
            return true;
        });
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
