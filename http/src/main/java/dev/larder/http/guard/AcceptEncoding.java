package dev.larder.http.guard;

import dev.larder.http.message.Syntax;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Accept-Encoding} in one of few forms: the best coding that client and rules agree on, or {@code identity} (RFC 9110, section
 * 12.5.3). What cannot be read counts as not acceptable.
 *
 * @param codings what is asked for
 */
record AcceptEncoding(List<String> codings) {

    private static final List<String> BEST_FIRST = List.of("zstd", "br", "gzip");
    private static final Pattern WEIGHT = Pattern.compile("q=(0\\.(?=0{0,2}[1-9])\\d{1,3}|1(\\.0{0,3})?)");

    AcceptEncoding(Set<String> codings) {
        this(BEST_FIRST.stream().filter(codings::contains).toList());
        if (this.codings.size() != codings.size()) {
            throw new IllegalArgumentException("the codings that can be asked for are " + BEST_FIRST);
        }
    }

    String choose(@Nullable String value) {
        Map<String, Boolean> accepted = new HashMap<>();
        for (String element : Lists.elements(value == null ? "" : value)) {
            List<String> parts = Lists.parts(element, ';');
            String coding = parts.get(0).strip().toLowerCase(Locale.ROOT);
            if (Syntax.isToken(coding)) {
                accepted.merge(coding, hasWeight(parts), Boolean::logicalAnd);
            }
        }
        boolean others = accepted.getOrDefault("*", false);
        return codings.stream()
                .filter(coding -> accepted.getOrDefault(coding, others))
                .findFirst()
                .orElse("identity");
    }

    /** Returns whether there is no weight, or a valid one that is not 0. */
    private static boolean hasWeight(List<String> parts) {
        if (parts.size() == 1) {
            return true;
        }
        String weight = parts.get(1).strip().toLowerCase(Locale.ROOT);
        return parts.size() == 2 && WEIGHT.matcher(weight).matches();
    }
}
