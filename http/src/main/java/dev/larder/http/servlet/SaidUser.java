package dev.larder.http.servlet;

import dev.larder.http.Gate;
import dev.larder.http.message.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the gate has it said in fields.
 *
 * @param name of the user, or the subject of the token
 */
record SaidUser(String name, Set<String> roles) implements Principal {

    private static final int HEX = 16;

    /** Returns who asks; null if nobody in particular. */
    static @Nullable SaidUser of(Fields fields) {
        String user = fields.first(Gate.USER);
        if (user == null) {
            return null;
        }
        String roles = fields.first(Gate.ROLES);
        return new SaidUser(decoded(user), roles == null ? Set.of() : roles(roles));
    }

    private static Set<String> roles(String field) {
        return Arrays.stream(field.split(", ", -1)).map(SaidUser::decoded).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String getName() {
        return name;
    }

    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean encoded = text.charAt(i) == '%' && i + 2 < text.length();
            int value = encoded ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            bytes.write(value < 0 ? text.charAt(i) : value);
            i += value < 0 ? 0 : 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(char high, char low) {
        int first = Character.digit(high, HEX);
        int second = Character.digit(low, HEX);
        return first < 0 || second < 0 ? -1 : first * HEX + second;
    }

    /** Shows nobody. */
    @Override
    public String toString() {
        return "SaidUser[" + roles.size() + " roles]";
    }
}
