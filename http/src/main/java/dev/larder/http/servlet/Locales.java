package dev.larder.http.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Language}: the best first; without it, and where it cannot be read, the one of this process. */
final class Locales {

    private Locales() {}

    static List<Locale> of(@Nullable String field) {
        List<Locale> locales = new ArrayList<>();
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(field == null ? "" : field)) {
                if (range.getWeight() > 0 && !range.getRange().startsWith("*")) {
                    locales.add(Locale.forLanguageTag(range.getRange()));
                }
            }
        } catch (IllegalArgumentException e) {
            locales.clear();
        }
        return locales.isEmpty() ? List.of(Locale.getDefault()) : locales;
    }
}
