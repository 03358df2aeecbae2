package dev.larder.http.servlet;

import dev.larder.http.message.Fields;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cookies of a request that are left of those that its client has sent. */
final class Cookies {

    private Cookies() {}

    /** Returns those that a field {@code Cookie} names still; null if there is none. */
    static Cookie @Nullable [] left(Fields fields, Cookie @Nullable [] sent) {
        String field = fields.first("Cookie");
        if (field == null || sent == null) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (String pair : field.split(";", -1)) {
            int equals = pair.indexOf('=');
            names.add((equals < 0 ? pair : pair.substring(0, equals)).strip());
        }
        return Arrays.stream(sent)
                .filter(cookie -> names.contains(cookie.getName()))
                .toArray(Cookie[]::new);
    }
}
