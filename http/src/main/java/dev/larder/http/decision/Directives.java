package dev.larder.http.decision;

import dev.larder.http.message.Syntax;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * Cache directives of a message (RFC 9111, section 5.2): names in lower case, each with what was said for it.
 *
 * <p>Arguments are tokens or quoted strings. Where something is wrong, the reading that keeps a response from being shared or
 * believed fresh is taken: a directive with rubbish behind it ({@code private; max-age=60}) is there, its argument is
 * {@linkplain Argument#valid invalid}; a time that comes twice with different values is invalid; a list that cannot be read
 * counts as no list, and so for the whole response. Unknown directives are there and nobody asks for them.
 */
final class Directives {

    /** No directives. */
    static final Directives NONE = new Directives(Map.of());

    private static final Argument ABSENT = new Argument(null, true);
    private static final Argument INVALID = new Argument(null, false);

    /**
     * What a directive was given.
     *
     * @param text without quotes; null if there was none, or it was invalid
     * @param valid whether it could be read, and was the same wherever the directive came
     */
    private record Argument(@Nullable String text, boolean valid) {

        Argument and(Argument other) {
            return equals(other) ? this : INVALID;
        }
    }

    private final Map<String, Argument> arguments;

    private Directives(Map<String, Argument> arguments) {
        this.arguments = arguments;
    }

    /** Reads the lines of a {@code Cache-Control} field. */
    static Directives parse(List<String> lines) {
        if (lines.isEmpty()) {
            return NONE;
        }
        Map<String, Argument> found = new LinkedHashMap<>();
        for (String member : Members.of(lines)) {
            int end = 0;
            while (end < member.length() && Syntax.isTokenCharacter(member.charAt(end))) {
                end++;
            }
            if (end > 0) {
                put(found, member.substring(0, end).toLowerCase(Locale.ROOT), argument(member.substring(end)));
            }
        }
        return new Directives(found);
    }

    /**
     * Reads the lines of a targeted field, a dictionary of structured fields (RFC 9213, section 2.1). Parameters are ignored; a
     * value whose type its directive cannot have is invalid; a directive that is set to false is not there.
     *
     * @return null if it is empty or cannot be read, and so is to be ignored
     */
    static @Nullable Directives parseTargeted(List<String> lines) {
        Dictionary dictionary;
        try {
            dictionary = new Parser(lines).parseDictionary();
        } catch (ParseException e) {
            return null;
        }
        if (dictionary.get().isEmpty()) {
            return null;
        }
        Map<String, Argument> found = new LinkedHashMap<>();
        dictionary.get().forEach((name, value) -> {
            Argument argument = argument(value);
            if (argument != null) {
                found.put(name, argument);
            }
        });
        return new Directives(found);
    }

    private static void put(Map<String, Argument> found, String name, Argument argument) {
        // A list that comes twice is one longer list; without one, the directive is for the whole response.
        Argument before = found.get(name);
        if (before == null) {
            found.put(name, argument);
        } else if (before.text() != null && argument.text() != null && isList(name)) {
            found.put(name, new Argument(before.text() + "," + argument.text(), true));
        } else {
            found.put(name, before.and(argument));
        }
    }

    private static boolean isList(String name) {
        return name.equals("private") || name.equals("no-cache");
    }

    private static Argument argument(String rest) {
        if (rest.isEmpty()) {
            return ABSENT;
        }
        if (rest.length() < 2 || rest.charAt(0) != '=') {
            return INVALID;
        }
        String text = rest.substring(1);
        if (Syntax.isToken(text)) {
            return new Argument(text, true);
        }
        return unquoted(text);
    }

    private static Argument unquoted(String text) {
        if (text.charAt(0) != '"') {
            return INVALID;
        }
        StringBuilder content = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i == text.length() - 1 ? new Argument(content.toString(), true) : INVALID;
            }
            if (c == '\\' && ++i == text.length()) {
                return INVALID;
            }
            content.append(text.charAt(i));
        }
        return INVALID;
    }

    private static @Nullable Argument argument(ListElement<?> value) {
        if (value instanceof BooleanItem item) {
            return item.get() ? ABSENT : null;
        }
        if (value instanceof IntegerItem item) {
            return new Argument(Long.toString(item.getAsLong()), true);
        }
        if (value instanceof StringItem item) {
            // Digits in quotes are no number here; a list of fields is nothing but a string.
            return item.get().chars().allMatch(Character::isDigit) ? INVALID : new Argument(item.get(), true);
        }
        return INVALID;
    }

    /** Returns whether a directive is there, whatever its argument. */
    boolean has(String name) {
        return arguments.containsKey(name);
    }

    /** Returns whether a directive is there and nothing is wrong with it: what one asks of those that allow something. */
    boolean isValid(String name) {
        Argument argument = arguments.get(name);
        return argument != null && argument.valid();
    }

    /** Returns the time that a directive names; null if it is not there, or names none. */
    @Nullable
    Duration seconds(String name) {
        Argument argument = arguments.get(name);
        return argument == null || !argument.valid() ? null : Seconds.parse(argument.text());
    }

    /** Returns whether a directive is there without an argument. */
    boolean isBare(String name) {
        return ABSENT.equals(arguments.get(name));
    }

    /** Returns whether a directive is there for the whole response, not only for a list of fields. */
    boolean isUnqualified(String name) {
        return has(name) && fieldNames(name).isEmpty();
    }

    /** Returns the fields that a directive lists, in lower case: none if it is for the whole response, or not there. */
    SortedSet<String> fieldNames(String name) {
        SortedSet<String> names = new TreeSet<>();
        Argument argument = arguments.get(name);
        if (argument == null || argument.text() == null) {
            return names;
        }
        for (String member : Members.of(argument.text())) {
            if (!Syntax.isToken(member)) {
                return new TreeSet<>();
            }
            names.add(member.toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
