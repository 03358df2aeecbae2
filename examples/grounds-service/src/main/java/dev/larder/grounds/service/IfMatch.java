package dev.larder.grounds.service;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a change is based on: the versions in {@code If-Match} (RFC 9110, section 13.1.1). Compared strongly, so weak tags match nothing.
 * {@code *} would let a change be lost, and counts as none.
 *
 * @param versions one of them has to be the current one
 */
record IfMatch(Set<Long> versions) {
    private static final int LONGEST = 1_000;
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern LIST = Pattern.compile("[ \t]*" + TAG + "(?:[ \t]*,[ \t]*" + TAG + ")*[ \t]*");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    /**
     * Reads it.
     *
     * @throws Refusal if there is none, or it is no list of entity tags
     */
    static IfMatch of(@Nullable String field) {
        if (field == null || field.strip().equals("*")) {
            throw Refusal.unconditional();
        }
        if (field.length() > LONGEST || !LIST.matcher(field).matches()) {
            throw Refusal.bad("If-Match cannot be read.", List.of("If-Match is a list of ETags, such as \"3\""));
        }
        Set<Long> versions = new HashSet<>();
        Matcher tags = TAG.matcher(field);
        while (tags.find()) {
            if (tags.group(1) == null && VERSION.matcher(tags.group(2)).matches()) {
                versions.add(Long.valueOf(tags.group(2)));
            }
        }
        return new IfMatch(Set.copyOf(versions));
    }

    boolean includes(long version) {
        return versions.contains(version);
    }
}
