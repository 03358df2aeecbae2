package dev.larder.http.decision;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Forms of selecting fields that mean the same (RFC 9111, section 4.1): lines joined, white space around commas and semicolons gone,
 * weights written in one way, names without case where the field has none. The order stays: some servers take it for a preference.
 */
final class SelectingValue {

    /** Lists of names without case, with weights. */
    private static final Set<String> PREFERENCES = Set.of("accept-encoding", "accept-language", "accept-charset");

    private static final Pattern AROUND_SEMICOLON = Pattern.compile("[ \\t]*;[ \\t]*");
    private static final Pattern WEIGHT = Pattern.compile(";[qQ]=([01](?:\\.\\d{0,3})?)$");

    private SelectingValue() {}

    static String normalised(String name, List<String> lines, CacheSettings settings) {
        String value;
        if (PREFERENCES.contains(name)) {
            value = members(lines).toLowerCase(Locale.ROOT);
        } else if (name.equals("accept")) {
            value = members(lines);
        } else {
            value = String.join(", ", lines);
        }
        UnaryOperator<String> form = settings.normalisers().get(name);
        return form == null ? value : form.apply(value).replace('\n', ' ');
    }

    private static String members(List<String> lines) {
        return Members.of(lines).stream().map(SelectingValue::member).collect(Collectors.joining(","));
    }

    private static String member(String member) {
        if (member.indexOf('"') >= 0) {
            return member;
        }
        String joined = AROUND_SEMICOLON.matcher(member).replaceAll(";");
        Matcher weight = WEIGHT.matcher(joined);
        if (weight.find()) {
            joined = joined.substring(0, weight.start()) + weight(weight.group(1));
        }
        int end = joined.indexOf(';');
        return end < 0
                ? joined.toLowerCase(Locale.ROOT)
                : joined.substring(0, end).toLowerCase(Locale.ROOT) + joined.substring(end);
    }

    private static String weight(String written) {
        int end = written.length();
        while (end > 1 && (written.charAt(end - 1) == '0' || written.charAt(end - 1) == '.')) {
            end--;
        }
        return end == 1 && written.charAt(0) == '1' ? "" : ";q=" + written.substring(0, end);
    }
}
