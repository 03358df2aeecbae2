package dev.larder;

import dev.larder.CachePolicy.Near;
import dev.larder.config.Notation;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The contradictions between the settings of one cache. */
final class PolicyCheck {

    /** The longest string that Redis stores. */
    private static final int MOST_ENTRY_BYTES = 512 << 20;

    private static final int MOST_KEY_BYTES = 32 << 10;
    private static final int MOST_PAD_BYTES = 64 << 10;

    private final CachePolicy policy;
    private final Findings findings = new Findings();

    private PolicyCheck(CachePolicy policy) {
        this.policy = policy;
    }

    /**
     * Checks each setting by itself, then those that belong together.
     *
     * @throws ConfigurationException naming everything that was found
     */
    static void check(CachePolicy policy) {
        PolicyCheck check = new PolicyCheck(policy);
        check.durations();
        check.numbers();
        check.near();
        check.payload();
        check.data();
        check.staleness();
        check.loads();
        check.findings.throwIfAny();
    }

    private void durations() {
        findings.positive("ttl", policy.ttl(), "set it to how long a value is fresh");
        if (findings.sound("ttl")) {
            findings.duration("ttl", policy.ttlMax());
        }
        findings.duration("grace", policy.grace());
        findings.duration("stale-while-revalidate", policy.staleWhileRevalidate());
        findings.duration("stale-if-error", policy.staleIfError());
        findings.duration("negative-ttl", policy.negativeTtl());
        optional("soft-timeout", policy.softTimeout());
        optional("load-timeout", policy.loadTimeout());
        findings.positive("lease", policy.lease(), "set it to more than the longest load takes");
        findings.duration("load-queue-timeout", policy.loadQueueTimeout());
        if (policy.outage() instanceof OutagePolicy.ServeStale stale) {
            if (stale.bound().isZero()) {
                findings.add(
                        "outage is serve-stale 0s, which answers nothing; set a longer bound, fail-open or fail-closed",
                        "outage");
            } else {
                findings.duration("outage", "serve-stale ", stale.bound());
            }
        }
    }

    private void optional(String setting, @Nullable Duration value) {
        if (value != null) {
            findings.positive(setting, value, "set it to more than 0s, or to off");
        }
    }

    private void numbers() {
        findings.within("jitter", policy.jitter(), 0, 0.5);
        findings.within("early-refresh", policy.earlyRefresh(), 0, 100);
        findings.within("max-concurrent-loads", policy.maxConcurrentLoads(), 1, Integer.MAX_VALUE);
        findings.within("max-entry-bytes", policy.maxEntryBytes(), 1, MOST_ENTRY_BYTES);
        findings.within("max-key-bytes", policy.maxKeyBytes(), 1, MOST_KEY_BYTES);
        findings.within("version", policy.version(), 1, Integer.MAX_VALUE);
    }

    private void near() {
        Near near = policy.near();
        if (near.maxEntries() < 0 || near.maxBytes() < 0) {
            findings.add(
                    "near has a negative limit: entries " + near.maxEntries() + ", bytes " + near.maxBytes()
                            + "; set one of them above 0, or near to off",
                    "near");
        } else if (!near.enabled() && (near.maxEntries() > 0 || near.maxBytes() > 0)) {
            findings.add(
                    "near is off but has a limit: entries " + near.maxEntries() + ", bytes " + near.maxBytes()
                            + "; set both to 0, or enable it",
                    "near");
        } else if (near.enabled() && near.maxEntries() == 0 && near.maxBytes() == 0) {
            findings.add("near has no limit; set its entries or its bytes above 0, or near to off", "near");
        } else if (near.maxEntries() > 0 && near.maxBytes() > 0) {
            findings.add(
                    "near is limited both by entries " + near.maxEntries() + " and by bytes "
                            + Notation.bytes(near.maxBytes()) + "; choose one",
                    "near");
        }
    }

    private void payload() {
        CachePolicy.Payload payload = policy.payload();
        findings.within("pad-bytes", payload.padBytes(), 0, MOST_PAD_BYTES);
        if (payload.secret() && payload.compresses()) {
            findings.add(
                    "secret is true and so is compression, but the length of what was compressed tells something about"
                            + " what it holds; turn one of them off",
                    "secret",
                    "compression");
        }
        if (payload.padBytes() > 0 && payload.compresses()) {
            findings.add(
                    "pad-bytes is " + payload.padBytes()
                            + " and compression is on, but how long a compressed value is when it is unpacked is not"
                            + " encrypted; turn compression off, or set pad-bytes to 0",
                    "pad-bytes",
                    "compression");
        }
        if (payload.padBytes() > 0 && payload.encryption() == CachePolicy.Encryption.OFF) {
            findings.add(
                    "pad-bytes is " + payload.padBytes()
                            + ", but encryption is off and only what is encrypted is padded;"
                            + " set pad-bytes to 0, or encryption to on",
                    "pad-bytes",
                    "encryption");
        }
    }

    private void data() {
        policy.data().fields().problems().forEach((setting, text) -> findings.add(text, setting));
        String pattern = policy.data().keyPattern();
        if (pattern != null) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                findings.add(
                        "key-pattern is no regular expression: " + e.getDescription() + " near index " + e.getIndex()
                                + "; correct it, or set it to off",
                        "key-pattern");
            }
        }
    }

    private void staleness() {
        if (findings.sound("ttl") && policy.ttlMax().compareTo(policy.ttl()) < 0) {
            findings.add("ttl is " + ttl() + ", a range that ends before it begins; swap its ends", "ttl");
        }
        withinGrace("stale-while-revalidate", policy.staleWhileRevalidate());
        withinGrace("stale-if-error", policy.staleIfError());
        if (policy.outage() instanceof OutagePolicy.ServeStale stale && findings.sound("outage", "ttl", "grace")) {
            Duration kept = policy.ttlMax().plus(policy.grace());
            if (stale.bound().compareTo(kept) > 0) {
                findings.add(
                        "outage is serve-stale " + Notation.duration(stale.bound()) + ", but values are kept for "
                                + Notation.duration(kept) + " only: ttl " + ttl() + " and grace "
                                + Notation.duration(policy.grace()) + "; raise grace or lower the bound",
                        "outage",
                        "ttl",
                        "grace");
            }
        }
    }

    private void withinGrace(String setting, Duration value) {
        if (findings.sound(setting, "grace") && value.compareTo(policy.grace()) > 0) {
            findings.add(
                    setting + " is " + Notation.duration(value) + ", but expired values are kept for grace "
                            + Notation.duration(policy.grace()) + " only; raise grace or lower " + setting,
                    setting,
                    "grace");
        }
    }

    private void loads() {
        Duration soft = policy.softTimeout();
        Duration hard = policy.loadTimeout();
        if (soft != null
                && findings.sound("soft-timeout", "grace")
                && policy.grace().isZero()) {
            findings.add(
                    "soft-timeout is " + Notation.duration(soft)
                            + ", after which stale values are answered, but grace is 0s and none are kept; raise grace or"
                            + " set soft-timeout to off",
                    "soft-timeout",
                    "grace");
        }
        if (soft != null
                && hard != null
                && findings.sound("soft-timeout", "load-timeout")
                && soft.compareTo(hard) >= 0) {
            findings.add(
                    "soft-timeout is " + Notation.duration(soft) + ", not shorter than load-timeout "
                            + Notation.duration(hard) + ", so that it never ends; lower soft-timeout or raise"
                            + " load-timeout",
                    "soft-timeout",
                    "load-timeout");
        }
        if (hard != null
                && findings.sound("lease", "load-timeout")
                && policy.lease().compareTo(hard) <= 0) {
            findings.add(
                    "lease is " + Notation.duration(policy.lease()) + ", not longer than load-timeout "
                            + Notation.duration(hard) + ", so that a load could outlive its right to fill; raise lease"
                            + " or lower load-timeout",
                    "lease",
                    "load-timeout");
        }
    }

    private String ttl() {
        return Notation.range(policy.ttl(), policy.ttlMax());
    }
}
