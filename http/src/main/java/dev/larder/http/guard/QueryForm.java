package dev.larder.http.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one form of a query. A semicolon is data: what it could separate belongs to the parameter that it stands in. */
final class QueryForm {

    private QueryForm() {}

    /** Checks a query of visible characters whose percent signs all encode something. */
    static @Nullable Refusal check(String raw, TargetRules rules) {
        int parameters = raw.isEmpty() ? 0 : 1;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '&') {
                parameters++;
            }
            if (c == '%' && Escapes.octet(raw, i) == 0) {
                return Refusal.QUERY_CONTROL;
            }
        }
        if (parameters > rules.parameters()) {
            return Refusal.QUERY_TOO_MANY;
        }
        return rules.notUtf8() == Handling.REFUSE && !Escapes.isUtf8(raw) ? Refusal.TARGET_NOT_UTF8 : null;
    }

    static List<Target.Parameter> parameters(String raw) {
        List<Target.Parameter> parameters = new ArrayList<>();
        for (String part : Lists.parts(raw, '&')) {
            if (!part.isEmpty()) {
                String text = Escapes.normalise(part);
                int equals = text.indexOf('=');
                parameters.add(new Target.Parameter(decode(equals < 0 ? text : text.substring(0, equals)), text));
            }
        }
        return parameters;
    }

    private static String decode(String name) {
        boolean plain = name.indexOf('%') < 0 && name.indexOf('+') < 0;
        return plain ? name : new String(Escapes.decode(name, true), StandardCharsets.UTF_8);
    }
}
