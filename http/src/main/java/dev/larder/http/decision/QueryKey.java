package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a QUERY adds to the key of its target: its content and what says how to read it (RFC 10008, section 2.7).
 *
 * <p>The content goes in as it is. Different bytes that ask the same question are different keys.
 */
public final class QueryKey {

    private static final List<String> METADATA =
            List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Location");

    private QueryKey() {}

    /** Returns a digest (SHA-256, in hexadecimal digits) of metadata and content. */
    public static String of(Fields request, byte[] content) {
        MessageDigest digest = sha256();
        for (String name : METADATA) {
            for (String line : request.all(name)) {
                digest.update((name + ":" + line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        digest.update((byte) '\n');
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
