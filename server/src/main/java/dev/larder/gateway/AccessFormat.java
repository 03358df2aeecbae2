package dev.larder.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a line of the access log looks. What a client has sent cannot end a line, or a field of it: it is escaped. */
public enum AccessFormat {
    /** The Common Log Format. */
    COMMON {
        @Override
        String line(Visited visited) {
            return common(visited);
        }
    },
    /** The same with referrer and user agent, and then what the cache said, and the seconds until the first byte. */
    COMBINED {
        @Override
        String line(Visited visited) {
            return common(visited) + " " + quoted(visited.referer()) + " " + quoted(visited.agent()) + " "
                    + quoted(cacheStatus(visited)) + " " + seconds(visited.firstByte(), "-");
        }
    },
    /** One JSON object a line. */
    JSON {
        @Override
        String line(Visited visited) {
            return "{\"time\":\"" + visited.at() + "\",\"client\":" + text(visited.address()) + ",\"method\":"
                    + text(visited.method()) + ",\"target\":" + text(visited.target()) + ",\"version\":"
                    + text(visited.version()) + ",\"status\":" + visited.status() + ",\"bytes\":" + visited.bytes()
                    + ",\"firstByteSeconds\":" + seconds(visited.firstByte(), "null") + ",\"seconds\":"
                    + seconds(visited.total(), "null") + ",\"cacheStatus\":" + text(cacheStatus(visited))
                    + ",\"referer\":" + text(visited.referer()) + ",\"userAgent\":" + text(visited.agent()) + "}";
        }
    };

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Pattern KEY = Pattern.compile(";\\s*key=(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^;,\\s]*)");

    /** Returns the line, without its end. */
    abstract String line(Visited visited);

    private static String common(Visited visited) {
        return visited.address() + " - - [" + date(visited.at()) + "] \"" + escaped(visited.method()) + " "
                + escaped(visited.target()) + " " + visited.version() + "\" " + visited.status() + " "
                + visited.bytes();
    }

    private static String date(Instant at) {
        return DATE.format(at);
    }

    private static @Nullable String cacheStatus(Visited visited) {
        String said = visited.cacheStatus();
        return said == null ? null : KEY.matcher(said).replaceAll("");
    }

    private static String seconds(@Nullable Duration time, String none) {
        return time == null
                ? none
                : String.format(Locale.ROOT, "%d.%06d", time.toSeconds(), time.toNanosPart() / 1_000);
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "\"-\"" : '"' + escaped(text) + '"';
    }

    /** As nginx and Apache write it: what is not printable ASCII, quotes and backslashes as {@code \xHH}. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                escaped.append(String.format(Locale.ROOT, c > 0xff ? "\\u%04X" : "\\x%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String text(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
