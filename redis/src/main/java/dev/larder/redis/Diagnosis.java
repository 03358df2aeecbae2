package dev.larder.redis;

import dev.larder.redis.RedisConfig.Source;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Turns what the client reports of a failed attempt into what went wrong and what to do about it. */
final class Diagnosis {

    private Diagnosis() {}

    /**
     * Explains a failure.
     *
     * @param address what was to be reached
     * @param failure what the client or an earlier check reported; one of our own exceptions is returned as it is
     */
    static RedisException explain(String address, RedisConfig config, @Nullable Throwable failure) {
        Throwable cause = failure;
        StringBuilder story = new StringBuilder();
        while (cause != null) {
            if (cause instanceof RedisException known) {
                return known;
            }
            String message = String.valueOf(cause.getMessage());
            UnsuitableServerException unsuitable = unsuitable(address, config, message, cause);
            if (unsuitable == null && config.tls() != null) {
                unsuitable = TlsDiagnosis.explain("redis " + address + ": ", config.tls(), message, cause);
            }
            if (unsuitable != null) {
                return unsuitable;
            }
            if (!(cause instanceof CompletionException) && story.indexOf(message) < 0) {
                story.append(story.length() == 0 ? "" : ": ").append(message);
            }
            cause = cause.getCause();
        }
        String hint = TlsDiagnosis.hint(config);
        return new RedisUnavailableException("redis " + address + ": cannot connect" + hint + ": " + story, failure);
    }

    /** Returns whether a failure means that the server refuses user and password, or wants some. */
    static boolean refusesLogin(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("NOAUTH") || refusesCredentials(message)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refusesCredentials(String message) {
        return message.startsWith("WRONGPASS") || message.contains("AUTH <password> called without any password");
    }

    private static @Nullable UnsuitableServerException unsuitable(
            String address, RedisConfig config, String message, Throwable cause) {
        String prefix = "redis " + address + ": ";
        Source password = config.login().password();
        if (refusesCredentials(message)) {
            return new UnsuitableServerException(
                    prefix + "the server refuses the credentials of " + Accounts.who(config.login()) + " (" + message
                            + "); correct "
                            + (password == null ? "them" : Accounts.place("password", password))
                            + ", or ACL SETUSER on the server",
                    cause);
        }
        if (message.startsWith("NOAUTH")) {
            return new UnsuitableServerException(
                    prefix + "the server wants a password; set password-file or password-env, or put it into the URI as"
                            + " :password@ or user:password@",
                    cause);
        }
        if (message.startsWith("NOPERM") || message.startsWith("DENIED")) {
            return new UnsuitableServerException(
                    prefix + "the server refuses the connection: " + message
                            + (Permission.lacking(message) ? Permission.remedy(config) : ""),
                    cause);
        }
        if (message.startsWith("NOPROTO") || message.contains("unknown command")) {
            return new UnsuitableServerException(
                    prefix + "the server does not speak RESP3 (" + message + "); " + ServerFacts.NEEDED, cause);
        }
        if (message.contains("DB index is out of range")) {
            return new UnsuitableServerException(
                    prefix + "database " + config.database() + " does not exist on the server; choose a smaller /number"
                            + " in the URI, or raise 'databases' in its configuration",
                    cause);
        }
        return null;
    }
}
