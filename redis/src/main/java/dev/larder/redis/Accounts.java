package dev.larder.redis;

import dev.larder.redis.RedisConfig.Login;
import dev.larder.redis.RedisConfig.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * As whom to log in now. Files are read at each look; what cannot be read leaves the last account in use. Guarded by its
 * own lock.
 */
final class Accounts {

    private final Login login;
    private final Function<String, @Nullable String> environment;
    private final PacedLog log = new PacedLog(Accounts.class);
    private @Nullable Account last;

    /**
     * Reads nothing yet.
     *
     * @param environment the value of a variable, or null
     */
    Accounts(Login login, Function<String, @Nullable String> environment) {
        this.login = login;
        this.environment = environment;
    }

    /** Whether connections log in at all. */
    boolean any() {
        return login.password() != null;
    }

    /** Whether the account may change. */
    boolean changes() {
        return login.password() instanceof Source.InFile || login.username() instanceof Source.InFile;
    }

    /**
     * Reads what is to be used now.
     *
     * @return null if connections do not log in
     * @throws UnsuitableServerException if it cannot be read and never could; the message names the file or variable
     */
    synchronized @Nullable Account look() {
        Source password = login.password();
        if (password == null) {
            return null;
        }
        Source username = login.username();
        try {
            last = new Account(username == null ? null : read("username", username), read("password", password));
        } catch (UnsuitableServerException e) {
            if (last == null) {
                throw e;
            }
            log.warn(e.getMessage() + "; what was read before stays in use", null);
        }
        return last;
    }

    private String read(String what, Source source) {
        if (source instanceof Source.Literal literal) {
            return literal.value();
        }
        if (source instanceof Source.InEnvironment environmental) {
            String value = environment.apply(environmental.variable());
            if (value == null || value.isEmpty()) {
                throw new UnsuitableServerException(
                        "redis: " + what + "-env: the environment variable " + environmental.variable() + " is "
                                + (value == null ? "not set" : "empty") + "; set it for this process",
                        null);
            }
            return value;
        }
        Path path = ((Source.InFile) source).path();
        String setting = what + "-file";
        String text = text(setting, path);
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        end = end < text.length() && end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
        if (end == 0) {
            throw SecretFile.bad(setting, path, "it holds nothing but a line break");
        }
        return text.substring(0, end);
    }

    private static String text(String setting, Path path) {
        byte[] content = SecretFile.read(setting, path);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw SecretFile.bad(setting, path, "it is not UTF-8 text");
        }
    }

    /** Names the user for a message: never from a file or a variable. */
    static String who(Login login) {
        Source username = login.username();
        if (username == null) {
            return "user 'default'";
        }
        return username instanceof Source.Literal literal
                ? "user '" + literal.value() + "'"
                : "the user in " + place("username", username);
    }

    /** Names where a user or a password is said, for a remedy. */
    static String place(String what, Source source) {
        if (source instanceof Source.InFile file) {
            return what + "-file " + file.path();
        }
        return source instanceof Source.InEnvironment environmental
                ? what + "-env " + environmental.variable()
                : "user:password@ in the URI";
    }
}
