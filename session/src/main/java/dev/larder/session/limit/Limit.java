package dev.larder.session.limit;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * One limit: what is asked of it for a key, such as an address or a user, counts for that key alone. Limits are made once and used for
 * many keys; two of one name, one algorithm and one key are one limit, in all processes. A limit whose algorithm changes begins anew.
 *
 * @param name {@code [a-z0-9][a-z0-9._-]{0,63}}: it is shown to callers, in the {@code RateLimit} fields
 * @param algorithm how it counts
 * @param onOutage what it decides while Redis cannot be asked
 * @param localShare permits that a process may take at once for a hot key, to allow calls without asking; 0 for none. See {@link
 *     Builder#localShare}
 */
public record Limit(String name, Algorithm algorithm, OnOutage onOutage, long localShare) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Checks the settings against each other. */
    public Limit {
        requireNonNull(algorithm, "algorithm");
        requireNonNull(onOutage, "onOutage");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a limit is " + NAME + "; another one was given");
        }
        Ranges.requireShare(name, algorithm, localShare);
        Ranges.requireLocal(name, algorithm, onOutage);
    }

    /** Makes one with the defaults of {@link Builder}. */
    public static Limit of(String name, Algorithm algorithm) {
        return builder(name, algorithm).build();
    }

    /** Begins with the defaults of {@link Builder}. */
    public static Builder builder(String name, Algorithm algorithm) {
        return new Builder(name, algorithm);
    }

    /** The most that one call can ever take: the burst, or all permits. */
    public long mostAtOnce() {
        if (algorithm instanceof Algorithm.Gcra gcra) {
            return gcra.burst();
        }
        if (algorithm instanceof Algorithm.SlidingWindow window) {
            return window.permits();
        }
        return 1;
    }

    /**
     * Settings of a limit, and their defaults: {@code onOutage} is {@code new OnOutage.Local(1)}, so each process alone keeps the whole
     * limit; {@code localShare} is 0, so every call that is allowed asks Redis.
     */
    public static final class Builder {

        private final String name;
        private final Algorithm algorithm;
        private OnOutage onOutage = new OnOutage.Local(1);
        private long localShare;

        private Builder(String name, Algorithm algorithm) {
            this.name = requireNonNull(name, "name");
            this.algorithm = requireNonNull(algorithm, "algorithm");
        }

        /** Sets what is decided while Redis cannot be asked. */
        public Builder onOutage(OnOutage decision) {
            this.onOutage = requireNonNull(decision, "decision");
            return this;
        }

        /**
         * Lets a process take so many permits at once for a key that it is asked for often, and allow single calls out of them for up to a
         * second. The error: in any time, each process may allow so many more than the limit says, and as many may be refused that need not
         * have been. Nothing is taken for keys that are asked for less than so many times a second.
         *
         * @param permits at most a tenth of {@link Limit#mostAtOnce}; 0 for none; not for concurrent permits
         */
        public Builder localShare(long permits) {
            this.localShare = permits;
            return this;
        }

        /** Makes the limit. */
        public Limit build() {
            return new Limit(name, algorithm, onOutage, localShare);
        }
    }
}
