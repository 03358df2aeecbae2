package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is no longer valid after a request (RFC 9111, section 4.4; RFC 9875, section 3).
 *
 * @param targets path and query of what is stored, of the origin of the request; not normalised
 * @param tags of the groups that are invalidated
 */
public record Invalidation(SortedSet<String> targets, SortedSet<String> tags) {

    /** Nothing. */
    public static final Invalidation NONE =
            new Invalidation(Collections.emptySortedSet(), Collections.emptySortedSet());

    /**
     * Decides: after a method that is not known to be safe, if the response is no error. Its target, and what {@code Location} and
     * {@code Content-Location} name of the same origin.
     */
    public static Invalidation of(RequestHead request, ResponseHead response, CacheSettings settings) {
        boolean done = response.status() >= 200 && response.status() < 400;
        if (Method.of(request.method()).isSafe() || !done) {
            return NONE;
        }
        SortedSet<String> targets = new TreeSet<>();
        if (request.target().startsWith("/")) {
            targets.add(request.target());
            named(request, response.fields(), "Location", targets);
            named(request, response.fields(), "Content-Location", targets);
        }
        SortedSet<String> tags = Tags.invalidated(request, response.fields());
        return new Invalidation(Collections.unmodifiableSortedSet(targets), Collections.unmodifiableSortedSet(tags));
    }

    private static void named(RequestHead request, Fields response, String field, SortedSet<String> targets) {
        for (String reference : response.all(field)) {
            String target = target(request, reference);
            if (target != null) {
                targets.add(target);
            }
        }
    }

    /** Returns what a reference names; null if that is of another origin, or cannot be read. */
    private static @Nullable String target(RequestHead request, String reference) {
        if (reference.isEmpty()) {
            return null;
        }
        try {
            URI base = new URI(request.scheme() + "://" + request.authority() + request.target());
            URI named = reference.startsWith("?") ? query(base, reference) : base.resolve(new URI(reference));
            if (!isSameOrigin(base, named)) {
                return null;
            }
            String path = named.getRawPath();
            String query = named.getRawQuery();
            return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** {@link URI#resolve} takes the last segment of the path away (RFC 2396), which RFC 3986 keeps. */
    private static URI query(URI base, String reference) throws URISyntaxException {
        return new URI(base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath() + reference);
    }

    private static boolean isSameOrigin(URI a, URI b) {
        return a.getHost() != null
                && a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b)
                && b.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
