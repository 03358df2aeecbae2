package dev.larder.http.guard;

import dev.larder.http.message.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the server's parser made it out of bytes, of which nothing has been checked. Bytes are characters of ISO 8859-1.
 *
 * @param version the version of HTTP
 * @param scheme {@code http} or {@code https}: that of the connection
 * @param method the method
 * @param target the target of the request line, or {@code :path}
 * @param authority {@code :authority} of HTTP/2, otherwise null
 * @param lines the field lines, without the pseudo fields
 * @param content whether content follows where the fields do not tell: HTTP/2 without the end of the stream
 */
public record Arrival(
        Version version,
        String scheme,
        String method,
        String target,
        @Nullable String authority,
        List<Field> lines,
        boolean content) {

    /** A version of HTTP. */
    public enum Version {
        /** HTTP/1.0. */
        HTTP_1_0,
        /** HTTP/1.1. */
        HTTP_1_1,
        /** HTTP/2 and later, which frame content by themselves. */
        HTTP_2
    }

    /** Copies the lines. */
    public Arrival {
        lines = List.copyOf(lines);
    }

    /** Shows nothing that a stranger has sent. */
    @Override
    public String toString() {
        return "Arrival[" + version + ", " + lines.size() + " lines]";
    }

    /** Returns the values of all lines of this name. */
    List<String> all(String name) {
        return Lists.values(lines, name);
    }

    boolean isHttp2() {
        return version == Version.HTTP_2;
    }
}
