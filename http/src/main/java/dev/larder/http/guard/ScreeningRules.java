package dev.larder.http.guard;

import dev.larder.http.message.Syntax;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Screening} goes by; one for a whole gateway, because the route of a request is not known before.
 *
 * @param methods the methods that are let through; never TRACE nor CONNECT
 * @param trusted names, in lower case, of fields that stay though they are usually taken away: set by a proxy before, which replaces what
 *     clients send
 * @param discardContent whether content of GET and HEAD is thrown away, and not refused
 * @param connectionAbuse whether {@code Connection: Cookie} is refused; kept, the field stays and the option has no effect
 * @param limits of the head
 * @param target of the target
 * @param content the most bytes of content of a request; longer content is refused where its length is said, and has to be cut by the server
 *     where it is not
 */
public record ScreeningRules(
        Set<String> methods,
        Set<String> trusted,
        boolean discardContent,
        Handling connectionAbuse,
        Limits limits,
        TargetRules target,
        long content) {

    /** The usual methods and QUERY; nothing is trusted; everything doubtful is refused; 16 MiB of content. */
    public static final ScreeningRules DEFAULT = new ScreeningRules(
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"),
            Set.of(),
            false,
            Handling.REFUSE,
            Limits.DEFAULT,
            TargetRules.DEFAULT,
            16L << 20);

    private static final String TRUSTED = " (requests.trusted-fields)";

    /** Checks, and copies. */
    public ScreeningRules {
        if (methods.contains("TRACE") || methods.contains("CONNECT")) {
            throw new IllegalArgumentException("TRACE and CONNECT are never let through: take them off the methods");
        }
        if (!methods.stream().allMatch(Syntax::isToken)) {
            throw new IllegalArgumentException("each of the methods has to be a token, as GET is");
        }
        if (content < 0) {
            throw new IllegalArgumentException("the limit of content cannot be negative");
        }
        methods = Set.copyOf(methods);
        trusted = trusted.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (trusted.stream().anyMatch(KnownFields::isOfConnection)) {
            throw new IllegalArgumentException("fields of a connection cannot be trusted: they end here");
        }
    }

    /** Returns whether a field, its name in lower case, is one that only proxies may send and nobody has said that one replaces it. */
    boolean distrusts(String name) {
        return !trusted.contains(name)
                && (KnownFields.isOverride(name) || KnownFields.isRouting(name) || KnownFields.isOdd(name));
    }

    /** Returns why a field of this name never gets past the screening; null if it can. */
    public @Nullable String whyStripped(String field) {
        String name = field.toLowerCase(Locale.ROOT);
        if (KnownFields.isOfConnection(name) || name.equals("expect")) {
            return "it ends at this hop";
        }
        if (name.equals("host")) {
            return "the host that is asked is a part of the URL";
        }
        if (KnownFields.isDisguisedFraming(name)) {
            return "requests with it are refused";
        }
        if (!distrusts(name)) {
            return null;
        }
        if (KnownFields.isOverride(name)) {
            return "it makes another method of a request behind the cache, unless it is trusted" + TRUSTED;
        }
        return KnownFields.isRouting(name)
                ? "anybody could send it, unless it is trusted" + TRUSTED + " because a proxy before replaces it"
                : "servers read other characters in a name than letters, digits and hyphens in different ways, unless it is"
                        + " trusted" + TRUSTED;
    }

    /** Returns these with other methods. */
    public ScreeningRules withMethods(Set<String> others) {
        return new ScreeningRules(others, trusted, discardContent, connectionAbuse, limits, target, content);
    }

    /** Returns these with other trusted fields. */
    public ScreeningRules withTrusted(Set<String> others) {
        return new ScreeningRules(methods, others, discardContent, connectionAbuse, limits, target, content);
    }

    /** Returns these with content of GET and HEAD thrown away, or refused. */
    public ScreeningRules withDiscardContent(boolean discard) {
        return new ScreeningRules(methods, trusted, discard, connectionAbuse, limits, target, content);
    }

    /** Returns these with another answer to abuse of {@code Connection}. */
    public ScreeningRules withConnectionAbuse(Handling other) {
        return new ScreeningRules(methods, trusted, discardContent, other, limits, target, content);
    }

    /** Returns these with other limits. */
    public ScreeningRules withLimits(Limits others) {
        return new ScreeningRules(methods, trusted, discardContent, connectionAbuse, others, target, content);
    }

    /** Returns these with other rules of the target. */
    public ScreeningRules withTarget(TargetRules others) {
        return new ScreeningRules(methods, trusted, discardContent, connectionAbuse, limits, others, content);
    }

    /** Returns these with another limit of content. */
    public ScreeningRules withContent(long most) {
        return new ScreeningRules(methods, trusted, discardContent, connectionAbuse, limits, target, most);
    }
}
