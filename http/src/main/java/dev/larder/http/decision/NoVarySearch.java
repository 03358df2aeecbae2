package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of a query select a response, as {@code No-Vary-Search} says (draft-ietf-httpbis-no-vary-search-05).
 *
 * @param named the parameters that the field lists, decoded
 * @param except whether those are the only ones that select, rather than those that do not
 * @param anyOrder whether the order of different parameters does not matter
 */
public record NoVarySearch(Set<String> named, boolean except, boolean anyOrder) {

    /** All of the query selects, byte by byte. */
    public static final NoVarySearch ALL = new NoVarySearch(Set.of(), false, false);

    /** Copies. */
    public NoVarySearch {
        named = Set.copyOf(named);
    }

    private record Parameter(String name, String value) {}

    /** Reads what a response says. What is not as it has to be counts as nothing said. */
    public static NoVarySearch of(Fields response) {
        List<String> lines = response.all("No-Vary-Search");
        if (lines.isEmpty()) {
            return ALL;
        }
        Map<String, ListElement<?>> said;
        try {
            said = new Parser(lines).parseDictionary().get();
        } catch (ParseException e) {
            return ALL;
        }
        ListElement<?> order = said.getOrDefault("key-order", BooleanItem.valueOf(false));
        boolean except = said.containsKey("except");
        if (!(order instanceof BooleanItem anyOrder) || (except && said.containsKey("params"))) {
            return ALL;
        }
        ListElement<?> listed = said.get(except ? "except" : "params");
        Set<String> named = listed == null ? Set.of() : names(listed);
        return named == null ? ALL : new NoVarySearch(named, except, anyOrder.get());
    }

    private static @Nullable Set<String> names(ListElement<?> listed) {
        if (!(listed instanceof InnerList list)) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (Item<?> item : list.get()) {
            if (!(item instanceof StringItem name)) {
                return null;
            }
            names.add(decode(name.get()));
        }
        return Set.copyOf(names);
    }

    /**
     * Returns a form of a target that is the same for two targets only if they select the same response: without the parameters that
     * do not select, decoded and encoded in one way, sorted by name if their order does not matter.
     */
    public String form(String target) {
        int question = target.indexOf('?');
        if (equals(ALL)) {
            return target;
        }
        String path = question < 0 ? target : target.substring(0, question);
        List<Parameter> parameters = parse(question < 0 ? "" : target.substring(question + 1));
        parameters.removeIf(parameter -> named.contains(parameter.name()) != except);
        if (anyOrder) {
            parameters.sort(Comparator.comparing(Parameter::name));
        }
        StringBuilder form = new StringBuilder(path);
        char separator = '?';
        for (Parameter parameter : parameters) {
            form.append(separator).append(encode(parameter.name())).append('=').append(encode(parameter.value()));
            separator = '&';
        }
        return form.toString();
    }

    /** Says it in one text, the same for all that say the same. */
    public String text() {
        String names = named.stream().map(NoVarySearch::encode).sorted().collect(Collectors.joining("&"));
        return (except ? "except " : "params ") + names + (anyOrder ? " any" : "");
    }

    /** Returns whether two targets select the same response. */
    public boolean areEquivalent(String a, String b) {
        return form(a).equals(form(b));
    }

    private static List<Parameter> parse(String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                parameters.add(new Parameter(
                        decode(equals < 0 ? part : part.substring(0, equals)),
                        equals < 0 ? "" : decode(part.substring(equals + 1))));
            }
        }
        return parameters;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Decodes as application/x-www-form-urlencoded: what is no escape stays, what is not UTF-8 becomes U+FFFD. */
    private static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
