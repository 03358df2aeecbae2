package dev.larder.http.access;

import dev.larder.http.Gate;
import dev.larder.http.message.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who asks.
 *
 * @param user the user of a session, or the subject of a token
 * @param roles of the user
 * @param scopes of the token; empty for a session
 */
record Identity(String user, Set<String> roles, Set<String> scopes) {

    private static final String HEX = "0123456789ABCDEF";

    Identity {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** Returns what the origin hears. */
    Fields fields() {
        Fields.Builder fields = Fields.builder().add(Gate.USER, encoded(user));
        if (!roles.isEmpty()) {
            fields.add(Gate.ROLES, joined(roles, ", "));
        }
        if (!scopes.isEmpty()) {
            fields.add(Gate.SCOPES, joined(scopes, " "));
        }
        return fields.build();
    }

    /** Returns what tells apart those for whom an origin may answer differently: all that it hears. */
    String key() {
        StringBuilder key = new StringBuilder();
        fields().forEach(line ->
                key.append(line.name()).append('=').append(line.value()).append('\n'));
        return key.toString();
    }

    private static String joined(Collection<String> words, String between) {
        return new TreeSet<>(words).stream().map(Identity::encoded).collect(Collectors.joining(between));
    }

    /** Visible ASCII but percent sign, comma and quote stands for itself. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '%' && b != ',' && b != '"') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return encoded.toString();
    }

    /** Shows nobody. */
    @Override
    public String toString() {
        return "Identity[" + roles.size() + " roles, " + scopes.size() + " scopes]";
    }
}
