package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;
import org.greenbytes.http.sfv.TokenItem;
import org.jspecify.annotations.Nullable;

/**
 * How this cache handled a request, as {@code Cache-Status} says it (RFC 9211).
 *
 * @param forwarded why it went to the origin; null if it was answered from the store
 * @param forwardedStatus what the origin answered, if that is not what the client gets
 * @param ttl how long the response is still fresh, negative if it is stale; null if that is not known
 * @param stored whether the response was stored
 * @param collapsed whether the request waited for another one: true if it could use its response, false if not; null if it did not
 * @param key under which the response is; shown only if settings allow it
 * @param detail a token of this cache, or null
 */
public record CacheStatus(
        @Nullable ForwardReason forwarded,
        @Nullable Integer forwardedStatus,
        @Nullable Duration ttl,
        boolean stored,
        @Nullable Boolean collapsed,
        @Nullable String key,
        @Nullable String detail) {

    /** Answered from the store. */
    public static CacheStatus hit(Duration ttl) {
        return new CacheStatus(null, null, ttl, false, null, null, null);
    }

    /** Forwarded. */
    public static CacheStatus forwarded(ForwardReason reason) {
        return new CacheStatus(reason, null, null, false, null, null, null);
    }

    /** Returns this with what the origin answered, and what became of it. */
    public CacheStatus answered(int status, boolean stored, @Nullable Duration ttl) {
        return new CacheStatus(forwarded, status, ttl, stored, collapsed, key, detail);
    }

    /** Returns this with whether the response of the request that it waited for could be used. */
    public CacheStatus collapsed(boolean used) {
        return new CacheStatus(forwarded, forwardedStatus, ttl, stored, used, key, detail);
    }

    /** Returns this with the key. */
    public CacheStatus key(String key) {
        return new CacheStatus(forwarded, forwardedStatus, ttl, stored, collapsed, key, detail);
    }

    /** Returns this with a detail, which has to be a token. */
    public CacheStatus detail(String detail) {
        return new CacheStatus(forwarded, forwardedStatus, ttl, stored, collapsed, key, detail);
    }

    /** Returns fields with this behind what the caches before this one have said. */
    public Fields appendTo(Fields response, CacheSettings settings) {
        return response.toBuilder().add("Cache-Status", member(settings)).build();
    }

    private String member(CacheSettings settings) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (forwarded == null) {
            parameters.put("hit", true);
        } else {
            parameters.put("fwd", TokenItem.valueOf(forwarded.token()));
            putIfKnown(parameters, "fwd-status", forwardedStatus == null ? null : forwardedStatus.longValue());
        }
        putIfKnown(parameters, "ttl", ttl == null ? null : ttl.toSeconds());
        if (forwarded != null) {
            putIfKnown(parameters, "stored", stored ? true : null);
            putIfKnown(parameters, "collapsed", collapsed);
        }
        putIfKnown(parameters, "key", settings.keyShown() && key != null ? visible(key) : null);
        putIfKnown(parameters, "detail", detail == null ? null : TokenItem.valueOf(detail));
        return StringItem.valueOf(settings.name())
                .withParams(Parameters.valueOf(parameters))
                .serialize();
    }

    private static void putIfKnown(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    /** Strings of structured fields hold visible ASCII only. */
    private static String visible(String key) {
        StringBuilder visible = new StringBuilder();
        key.chars().forEach(c -> visible.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return visible.toString();
    }
}
