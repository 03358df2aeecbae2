package dev.larder.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user that a server knows besides its default one, so that tests run with the rights of production.
 *
 * <p>The URI of the server logs in as this user, and {@link EmbeddedRedis#close()} fails if the server has refused it
 * anything. Other connections, those of this package too, go on as the default user, which may do everything.
 *
 * @param name letters, digits, {@code . _ -}
 * @param password letters, digits, {@code . _ -}
 * @param rules what it may do, one rule of {@code ACL SETUSER} each, such as {@code ~grounds:*} or {@code +get}; what makes
 *     it log in is added
 */
public record ServerUser(String name, String password, List<String> rules) {

    private static final String PROPERTY = "larder.embedded.user";
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]+");
    /** A word, or a selector of several words. */
    private static final Pattern RULE = Pattern.compile("\\([^)]*\\)|\\S+");

    /**
     * Checks what would break a configuration file or a URI.
     *
     * @throws IllegalArgumentException if the name, the password or a rule has other characters
     */
    public ServerUser {
        if (!WORD.matcher(name).matches() || !WORD.matcher(password).matches()) {
            throw new IllegalArgumentException("The name and the password of a user are letters, digits, . _ and -");
        }
        rules = List.copyOf(rules);
        for (String rule : rules) {
            if (rule.isBlank() || rule.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\'')) {
                throw new IllegalArgumentException("Not a rule of ACL SETUSER: \"" + rule + "\"");
            }
        }
    }

    /**
     * The user of servers that are started without one: that of the system property {@code larder.embedded.user}, for a node
     * of a Cluster or a Sentinel of {@code larder.embedded.user.cluster} or {@code larder.embedded.user.sentinel}. Its value
     * is what {@link #toProperty} returns.
     */
    static @Nullable ServerUser byProperty(ServerSpec.Role role) {
        String property = switch (role) {
            case SERVER -> PROPERTY;
            case CLUSTER_NODE -> PROPERTY + ".cluster";
            case SENTINEL -> PROPERTY + ".sentinel";
        };
        String value = System.getProperty(property);
        if (value == null || value.isBlank()) {
            return null;
        }
        List<String> words =
                RULE.matcher(value).results().map(MatchResult::group).toList();
        if (words.size() < 2) {
            throw new IllegalArgumentException(
                    "The system property " + property + " is not a name, a password and rules, separated by spaces");
        }
        return new ServerUser(words.get(0), words.get(1), words.subList(2, words.size()));
    }

    /** The value of the system property: name, password and rules, separated by spaces. */
    public String toProperty() {
        List<String> words = new ArrayList<>(List.of(name, password));
        words.addAll(rules);
        return String.join(" ", words);
    }

    /** What an entry of {@code ACL LOG} says of this user, such as {@code command get}; null if it is not about a right. */
    @Nullable
    String refusal(@Nullable Object entry) {
        if (!(entry instanceof List<?> fields)) {
            return null;
        }
        String reason = after(fields, "reason");
        boolean mine = after(fields, "username").equals(name) && !reason.equals("auth");
        return mine ? reason + " " + after(fields, "object") + " (" + after(fields, "context") + ")" : null;
    }

    private static String after(List<?> fields, String field) {
        int at = fields.indexOf(field);
        return at < 0 || at + 1 == fields.size() ? "" : String.valueOf(fields.get(at + 1));
    }

    /** The line of a configuration file. */
    String configLine() {
        return "user " + name + " " + String.join(" ", rules) + " on >" + password;
    }

    /** What stands before the host in a URI. */
    String userInfo() {
        return name + ":" + password + "@";
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "ServerUser[" + name + " " + rules + "]";
    }
}
