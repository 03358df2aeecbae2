package dev.larder.http.guard;

import java.util.Locale;

/** Why a request is refused. Its code is the name in lower case; neither shows anything of the request. */
public enum Refusal {
    /** The method is no token. */
    METHOD_MALFORMED(400, false),
    /** TRACE, which echoes credentials, and CONNECT, which makes a tunnel. */
    METHOD_FORBIDDEN(405, false),
    /** The method is on no list. */
    METHOD_UNKNOWN(501, false),

    /** The name of a field is no token: white space, control characters, bytes beyond ASCII. */
    FIELD_NAME(400, true),
    /** The value of a field holds CR, LF, NUL or another control character. */
    FIELD_VALUE(400, true),
    /** A field that may come once came several times. */
    FIELD_REPEATED(400, false),
    /** There are too many field lines. */
    FIELDS_TOO_MANY(431, true),
    /** A field line is too long. */
    FIELD_TOO_LONG(431, true),
    /** Target and fields together are too long. */
    HEAD_TOO_LONG(431, true),
    /** {@code Connection} names a field that is meant for all who receive the message. */
    CONNECTION_ABUSED(400, false),
    /** {@code Connection} is no list of tokens, or HTTP/2 carries fields of a connection. */
    CONNECTION_MALFORMED(400, true),
    /** {@code Expect} asks for something else than {@code 100-continue}. */
    EXPECTATION(417, false),

    /** Both {@code Content-Length} and {@code Transfer-Encoding}. */
    FRAMING_AMBIGUOUS(400, true),
    /** A field that some server takes for {@code Content-Length} or {@code Transfer-Encoding}. */
    FRAMING_OBFUSCATED(400, true),
    /** {@code Content-Length} is no number, or came several times. */
    LENGTH_MALFORMED(400, true),
    /** {@code Transfer-Encoding} does not end in one {@code chunked}, or the version of HTTP has none. */
    CODING_MALFORMED(400, true),
    /** {@code Transfer-Encoding} holds more than {@code chunked}. */
    CODING_UNKNOWN(501, true),
    /** GET or HEAD with content. */
    CONTENT_UNEXPECTED(400, true),
    /** There is more content than is taken. */
    CONTENT_TOO_LONG(413, true),

    /** No host. */
    HOST_MISSING(400, false),
    /** Several lines of {@code Host}. */
    HOST_REPEATED(400, false),
    /** No valid host or port. */
    HOST_MALFORMED(400, false),
    /** {@code Host}, {@code :authority} and the target name different ones. */
    HOST_CONTRADICTORY(400, false),
    /** The target names another scheme than that of the connection. */
    SCHEME_CONTRADICTORY(400, false),

    /** The target is neither a path nor a URL. */
    TARGET_MALFORMED(400, false),
    /** The target, or its one form, is too long. */
    TARGET_TOO_LONG(414, false),
    /** The target holds white space, control characters, or bytes beyond ASCII. */
    TARGET_CHARACTER(400, false),
    /** The target holds a fragment. */
    TARGET_FRAGMENT(400, false),
    /** A percent sign without two hexadecimal digits. */
    TARGET_PERCENT(400, false),
    /** What is encoded is not UTF-8, overlong forms among it. */
    TARGET_NOT_UTF8(400, false),
    /** The path holds encoded control characters. */
    PATH_CONTROL(400, false),
    /** The path holds an encoded slash, or a backslash. */
    PATH_SLASH(400, false),
    /** The path holds a delimiter of some framework: a semicolon, an encoded hash or question mark. */
    PATH_DELIMITER(400, false),
    /** The path is encoded twice. */
    PATH_ENCODED_TWICE(400, false),
    /** Dots between delimiters, which some servers take for a step upwards. */
    PATH_DOTS(400, false),
    /** The path begins with two slashes, which some servers take for the beginning of a host. */
    PATH_NO_ROOT(400, false),
    /** The query holds an encoded NUL. */
    QUERY_CONTROL(400, false),
    /** The query holds too many parameters. */
    QUERY_TOO_MANY(414, false);

    private final int status;
    private final boolean closes;

    Refusal(int status, boolean closes) {
        this.status = status;
        this.closes = closes;
    }

    /** Returns the status to answer with. */
    public int status() {
        return status;
    }

    /** Returns whether the connection has to end after the answer: nobody knows where the next request begins (HTTP/1). */
    public boolean closes() {
        return closes;
    }

    /** Returns what names the reason in answers, logs and metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
