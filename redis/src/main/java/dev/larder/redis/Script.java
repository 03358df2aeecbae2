package dev.larder.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Lua script, with its digest. Sent as {@code EVALSHA}. Every new connection loads all scripts that this JVM knows, so a
 * server lacks one only after {@code SCRIPT FLUSH}; it is then loaded once more, behind what was sent meanwhile.
 *
 * @param name name of the resource, for messages
 * @param source Lua source
 * @param sha SHA-1 of the source in lower-case hexadecimal digits
 */
public record Script(String name, String source, String sha) {

    private static final Map<String, String> KNOWN_SOURCES = new ConcurrentHashMap<>();

    /** Makes the script known to all connections made from now on. */
    public Script {
        KNOWN_SOURCES.putIfAbsent(sha, source);
    }

    /**
     * Reads a script beside a class.
     *
     * @param owner the class whose package holds the resource
     * @param resource file name, such as {@code fill.lua}
     */
    public static Script of(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("script " + resource + " is missing beside " + owner.getName());
            }
            byte[] source = in.readAllBytes();
            byte[] sha = MessageDigest.getInstance("SHA-1").digest(source);
            return new Script(
                    resource,
                    new String(source, StandardCharsets.UTF_8),
                    HexFormat.of().formatHex(sha));
        } catch (IOException e) {
            throw new UncheckedIOException("script " + resource + " could not be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-1, which Redis names scripts by", e);
        }
    }

    /** Returns the sources of all scripts made so far in this JVM. */
    static Collection<String> knownSources() {
        return KNOWN_SOURCES.values();
    }
}
