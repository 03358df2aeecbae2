package dev.larder.codec;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the fields of a cache's values before they are stored or answered. Made by {@link #DEFAULT} and changed
 * through {@link #toBuilder}.
 *
 * <p>A path names fields as they are written: {@code owner.email}, {@code workers[].phone}, {@code attributes.*}, {@code
 * **.email} for any depth.
 *
 * @param drop paths of fields that are left out
 * @param mask paths of texts that are replaced by a mask
 * @param hash paths of texts that are replaced by a keyed hash
 * @param allow paths of fields that stay as they are, whatever their own annotations and names say; not what these say of fields in
 *     them
 * @param sensitiveNames names of fields that are dropped, besides those known
 * @param personalNames names of fields that look like personal data, besides those known
 * @param strict whether fields that look like personal data need a rule or a permission
 * @param maskKeeps how many characters a mask keeps at the end of a text that is at least three times as long, 0 to 4
 * @param keepsTokens whether names of tokens and sessions are not looked at, as in encrypted caches that hold secrets; such a cache
 *     sees to that itself
 */
public record FieldRules(
        List<String> drop,
        List<String> mask,
        List<String> hash,
        List<String> allow,
        List<String> sensitiveNames,
        List<String> personalNames,
        boolean strict,
        int maskKeeps,
        boolean keepsTokens) {

    /** Only passwords, secrets and card numbers are dropped. */
    public static final FieldRules DEFAULT =
            new FieldRules(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false, 0, false);

    static final int MOST_KEPT = 4;

    /** Copies the lists. */
    public FieldRules {
        drop = List.copyOf(drop);
        mask = List.copyOf(mask);
        hash = List.copyOf(hash);
        allow = List.copyOf(allow);
        sensitiveNames = List.copyOf(sensitiveNames);
        personalNames = List.copyOf(personalNames);
    }

    /** Returns a builder that starts with these rules. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns these rules for a cache that tokens and sessions may lie in. */
    public FieldRules keepingTokens() {
        return new FieldRules(drop, mask, hash, allow, sensitiveNames, personalNames, strict, maskKeeps, true);
    }

    /** Returns whether fields are named that are not to stay as they are. */
    public boolean explicit() {
        return !drop.isEmpty() || !mask.isEmpty() || !hash.isEmpty();
    }

    /** Returns whether a type says by {@link Sensitive} that some of its fields are not to be cached as they are. */
    public static boolean annotated(Type type) {
        return new AnnotatedTypes().has(type);
    }

    /** Returns what is wrong with the rules by themselves, by the name of the setting to look at. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<String, String> seen = new TreeMap<>();
        lists().forEach((setting, paths) -> paths.forEach(path -> {
            String before = seen.put(path, setting);
            String problem = problem(setting, path, before);
            if (problem != null) {
                problems.putIfAbsent(setting, problem);
            }
        }));
        named("sensitive-names", sensitiveNames, problems);
        named("personal-names", personalNames, problems);
        if (maskKeeps < 0 || maskKeeps > MOST_KEPT) {
            problems.put("mask-keeps", "mask-keeps is " + maskKeeps + "; set it between 0 and " + MOST_KEPT);
        }
        return problems;
    }

    private static @Nullable String problem(String setting, String path, @Nullable String before) {
        FieldPath read = FieldPath.read(path);
        if (read == null) {
            return setting + " has '" + path + "', which is no path; write one such as owner.email, workers[].phone,"
                    + " attributes.* or **.email";
        }
        if (before != null) {
            return setting + " has '" + path + "', and so has " + before + "; remove one";
        }
        return setting.equals("drop-fields") && read.endsWithElement()
                ? "drop-fields has '" + path + "', but elements cannot be left out; name the field that holds them"
                : null;
    }

    private static void named(String setting, List<String> names, Map<String, String> problems) {
        for (String name : names) {
            if (NameList.joined(name).isEmpty()) {
                problems.putIfAbsent(setting, setting + " has '" + name + "', which has no letters; name a field");
            }
        }
    }

    /** The lists of paths by their settings. */
    Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("drop-fields", drop);
        lists.put("mask-fields", mask);
        lists.put("hash-fields", hash);
        lists.put("allow-fields", allow);
        return lists;
    }

    /** All that decides what is written, in one text that is the same for the same rules. */
    String canonical() {
        StringBuilder text = new StringBuilder();
        lists().forEach((setting, paths) ->
                text.append(setting).append(paths.stream().sorted().toList()));
        return text.append(NameList.canonical(sensitiveNames, keepsTokens))
                .append(maskKeeps)
                .toString();
    }

    /**
     * Builder of rules, started by {@link FieldRules#toBuilder()}. The defaults:
     *
     * <ul>
     *   <li>no paths
     *   <li>fields with the names of passwords, secrets and card numbers are dropped
     *   <li>personal data needs no rule
     *   <li>masks keep nothing
     * </ul>
     *
     * Nothing is checked before the policy is built. Each list replaces what was said before. Not safe for use by several
     * threads.
     */
    public static final class Builder {
        private List<String> drop;
        private List<String> mask;
        private List<String> hash;
        private List<String> allow;
        private List<String> sensitiveNames;
        private List<String> personalNames;
        private boolean strict;
        private int maskKeeps;
        private final boolean keepsTokens;

        private Builder(FieldRules rules) {
            drop = rules.drop;
            mask = rules.mask;
            hash = rules.hash;
            allow = rules.allow;
            sensitiveNames = rules.sensitiveNames;
            personalNames = rules.personalNames;
            strict = rules.strict;
            maskKeeps = rules.maskKeeps;
            keepsTokens = rules.keepsTokens;
        }

        /** Sets the paths of fields that are left out. */
        public Builder drop(List<String> paths) {
            this.drop = List.copyOf(paths);
            return this;
        }

        /** Sets the paths of fields that are left out. */
        public Builder drop(String... paths) {
            return drop(List.of(paths));
        }

        /** Sets the paths of texts that are replaced by a mask. */
        public Builder mask(List<String> paths) {
            this.mask = List.copyOf(paths);
            return this;
        }

        /** Sets the paths of texts that are replaced by a mask. */
        public Builder mask(String... paths) {
            return mask(List.of(paths));
        }

        /** Sets the paths of texts that are replaced by a keyed hash. */
        public Builder hash(List<String> paths) {
            this.hash = List.copyOf(paths);
            return this;
        }

        /** Sets the paths of texts that are replaced by a keyed hash. */
        public Builder hash(String... paths) {
            return hash(List.of(paths));
        }

        /** Sets the paths of fields that stay as they are. */
        public Builder allow(List<String> paths) {
            this.allow = List.copyOf(paths);
            return this;
        }

        /** Sets the paths of fields that stay as they are. */
        public Builder allow(String... paths) {
            return allow(List.of(paths));
        }

        /** Sets further names of fields that are dropped. */
        public Builder sensitiveNames(List<String> names) {
            this.sensitiveNames = List.copyOf(names);
            return this;
        }

        /** Sets further names of fields that look like personal data. */
        public Builder personalNames(List<String> names) {
            this.personalNames = List.copyOf(names);
            return this;
        }

        /** Sets whether fields that look like personal data need a rule or a permission. */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /** Sets how many characters a mask keeps at the end of a text, 0 to 4. */
        public Builder maskKeeps(int maskKeeps) {
            this.maskKeeps = maskKeeps;
            return this;
        }

        /** Builds the rules. */
        public FieldRules build() {
            return new FieldRules(
                    drop, mask, hash, allow, sensitiveNames, personalNames, strict, maskKeeps, keepsTokens);
        }
    }
}
