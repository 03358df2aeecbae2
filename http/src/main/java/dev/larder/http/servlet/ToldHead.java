package dev.larder.http.servlet;

import dev.larder.http.message.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The head of a response as the application is making it: the content type in its two parts, all else as lines. Not thread-safe. */
final class ToldHead {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String CONTENT_LENGTH = "Content-Length";

    private final List<Field> lines = new ArrayList<>();
    private @Nullable String type;
    private @Nullable String charset;
    private boolean charsetFixed;

    void clear() {
        lines.clear();
        type = null;
        charset = null;
        charsetFixed = false;
    }

    /** Sets a field in place of all of its name; null takes it away. */
    void set(String name, @Nullable String value) {
        if (name.equalsIgnoreCase(CONTENT_TYPE)) {
            setType(value);
            return;
        }
        lines.removeIf(line -> line.name().equalsIgnoreCase(name));
        if (value != null) {
            lines.add(new Field(name, value));
        }
    }

    void add(String name, @Nullable String value) {
        if (name.equalsIgnoreCase(CONTENT_TYPE) || name.equalsIgnoreCase(CONTENT_LENGTH)) {
            set(name, value);
        } else if (value != null) {
            lines.add(new Field(name, value));
        }
    }

    List<String> all(String name) {
        if (name.equalsIgnoreCase(CONTENT_TYPE)) {
            String whole = type();
            return whole == null ? List.of() : List.of(whole);
        }
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (type != null) {
            names.add(CONTENT_TYPE);
        }
        lines.forEach(line -> names.add(line.name()));
        return names;
    }

    /** Returns the lines as they are sent. */
    List<Field> lines() {
        List<Field> all = new ArrayList<>(lines);
        String whole = type();
        if (whole != null) {
            all.add(new Field(CONTENT_TYPE, whole));
        }
        return all;
    }

    /** Returns the length that the application has promised; -1 if it has not. */
    long length() {
        List<String> lengths = all(CONTENT_LENGTH);
        try {
            return lengths.isEmpty() ? -1 : Long.parseLong(lengths.get(0).strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    void setLength(long length) {
        set(CONTENT_LENGTH, length < 0 ? null : Long.toString(length));
    }

    /** Sets the content type; its charset counts unless that is fixed. */
    void setType(@Nullable String whole) {
        if (whole == null) {
            type = null;
            charset = charsetFixed ? charset : null;
            return;
        }
        int at = whole.toLowerCase(Locale.ROOT).indexOf("charset=");
        int semicolon = at < 0 ? -1 : whole.lastIndexOf(';', at);
        if (semicolon < 0) {
            type = whole;
            return;
        }
        int end = whole.indexOf(';', at);
        String named = whole.substring(at + "charset=".length(), end < 0 ? whole.length() : end)
                .replace("\"", "")
                .strip();
        type = whole.substring(0, semicolon) + (end < 0 ? "" : whole.substring(end));
        if (!charsetFixed) {
            charset = named;
        }
    }

    @Nullable
    String type() {
        return type == null || charset == null ? type : type + ";charset=" + charset;
    }

    @Nullable
    String charset() {
        return charset;
    }

    void setCharset(@Nullable String name) {
        if (!charsetFixed) {
            charset = name;
        }
    }

    /** From now on the content is written in this charset. */
    void fixCharset(String name) {
        charset = name;
        charsetFixed = true;
    }
}
