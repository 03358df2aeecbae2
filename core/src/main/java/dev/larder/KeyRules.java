package dev.larder;

import dev.larder.crypto.HashSecret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for the keys of one cache: which texts are taken, and whether they stand in Redis as a hash. */
final class KeyRules {

    private static final long LEAST_STEPS = 10_000;
    private static final long STEPS_A_CHARACTER = 100;

    private final String cache;
    private final @Nullable Pattern pattern;
    private final @Nullable HashSecret secret;

    /**
     * Takes the rules of a policy.
     *
     * @param secret null if there is none
     * @throws ConfigurationException if keys are to be hashed and there is no secret
     */
    KeyRules(String cache, CachePolicy policy, @Nullable HashSecret secret) {
        this.cache = cache;
        String regex = policy.data().keyPattern();
        this.pattern = regex == null ? null : Pattern.compile(regex);
        boolean hashed = policy.data().hashKeys();
        if (hashed && secret == null) {
            throw ConfigurationException.of(
                    "hash-keys",
                    "cache '" + cache + "' has hash-keys on, and there is no secret to hash with; name one of at least "
                            + HashSecret.LEAST_BYTES
                            + " bytes by the setting hash-secret or by LarderBuilder.hashSecret");
        }
        this.secret = hashed ? secret : null;
    }

    /**
     * Lets only those keys pass that match the pattern.
     *
     * @throws NotStorableException without the key
     */
    void check(String key) {
        if (pattern == null) {
            return;
        }
        boolean matches;
        try {
            matches = pattern.matcher(new Counted(key)).matches();
        } catch (TooManySteps | StackOverflowError e) {
            throw new NotStorableException(
                    "a key of cache " + cache + " with " + key.length() + " characters takes too long to be matched;"
                            + " simplify what repeats within what repeats (setting: key-pattern)",
                    null);
        }
        if (!matches) {
            throw new NotStorableException(
                    "a key of cache " + cache + " with " + key.length() + " characters does not match its key-pattern",
                    null);
        }
    }

    /** Returns what stands for a key in Redis, or null if it stands for itself. */
    @Nullable
    String hash(String key) {
        return secret == null ? null : secret.hash("key " + cache, key);
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    /** A text that can be looked at so many times only: matching by backtracking may take exponential time. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long left;

        Counted(String text) {
            this.text = text;
            this.left = LEAST_STEPS + STEPS_A_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
