package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.CodecException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept of a login for whoever shows its tokens. As bytes: the number of scopes, then the subject, the scopes, and the claims
 * by name and value, each text with its length before it; all numbers of four bytes, big-endian.
 */
record Grant(String subject, Set<String> scopes, Map<String, String> claims) {

    Grant {
        requireNonNull(subject, "subject");
        requireNonNull(scopes, "scopes").forEach(scope -> requireNonNull(scope, "a scope"));
        requireNonNull(claims, "claims").forEach((name, value) -> {
            requireNonNull(name, "the name of a claim");
            requireNonNull(value, "the value of a claim");
        });
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    /**
     * Makes the bytes.
     *
     * @throws IllegalArgumentException if they are too many, or there is no subject
     */
    byte[] write(int maxBytes) {
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("the subject is empty; give what names the user, such as a number");
        }
        List<String> all = new ArrayList<>();
        all.add(subject);
        all.addAll(new TreeSet<>(scopes));
        new TreeMap<>(claims).forEach((name, value) -> {
            all.add(name);
            all.add(value);
        });
        byte[] texts = Texts.write(all);
        if (texts.length > maxBytes) {
            throw new IllegalArgumentException("subject, scopes and claims take " + texts.length
                    + " bytes, and max-grant-bytes is " + maxBytes + "; keep what is large elsewhere, or raise it");
        }
        return ByteBuffer.allocate(Integer.BYTES + texts.length)
                .putInt(scopes.size())
                .put(texts)
                .array();
    }

    /**
     * Reads the bytes, whatever they are.
     *
     * @throws CodecException if they are no grant
     */
    static Grant read(byte[] bytes) {
        if (bytes.length < Integer.BYTES) {
            throw new CodecException(bytes.length + " bytes are no grant", null);
        }
        int scopes = ByteBuffer.wrap(bytes).getInt();
        List<String> all = Texts.read(bytes, Integer.BYTES);
        int claimsFrom = scopes + 1;
        if (scopes < 0 || scopes >= all.size() || (all.size() - claimsFrom) % 2 != 0) {
            throw new CodecException(all.size() + " texts with " + scopes + " scopes are no grant", null);
        }
        Map<String, String> claims = new HashMap<>();
        for (int i = claimsFrom; i < all.size(); i += 2) {
            claims.put(all.get(i), all.get(i + 1));
        }
        return new Grant(all.get(0), Set.copyOf(all.subList(1, claimsFrom)), claims);
    }

    /** Shows how much it is. */
    @Override
    public String toString() {
        return "Grant[" + scopes.size() + " scopes, " + claims.size() + " claims]";
    }
}
