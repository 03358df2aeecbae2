package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Messages of the tests. */
final class Messages {

    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    static final String DATE = HttpDate.format(NOW);
    static final Exchange TIMES = new Exchange(NOW, NOW);
    static final CacheSettings SAFE = CacheSettings.builder(Profile.SAFE).build();
    static final CacheSettings RFC = CacheSettings.builder(Profile.RFC).build();
    static final List<CacheSettings> BOTH = List.of(SAFE, RFC);

    private Messages() {}

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** A date so many seconds from now. */
    static String date(long seconds) {
        return HttpDate.format(NOW.plusSeconds(seconds));
    }

    static RequestHead request(String method, String... fields) {
        return new RequestHead(method, "https", "example.org", "/a?b=c", Fields.of(fields));
    }

    static RequestHead get(String... fields) {
        return request("GET", fields);
    }

    /** A response that was generated now. */
    static ResponseHead response(int status, String... fields) {
        return new ResponseHead(
                status, Fields.of(fields).toBuilder().add("Date", DATE).build());
    }

    static ResponseHead ok(String... fields) {
        return response(200, fields);
    }

    static Storing storing(RequestHead request, ResponseHead response, CacheSettings settings) {
        return Storing.of(request, response, true, TIMES, settings);
    }

    /** What is stored of a response to a GET that was generated now. */
    static Stored stored(CacheSettings settings, String... fields) {
        return store(get(), ok(fields), settings);
    }

    static Stored store(RequestHead request, ResponseHead response, CacheSettings settings) {
        Storing storing = storing(request, response, settings);
        if (storing instanceof Storing.Store store) {
            return store.stored();
        }
        throw new AssertionError("refused: " + storing);
    }

    /** What is decided after so many seconds. */
    static Reuse reuse(RequestHead request, Stored stored, long seconds, CacheSettings settings) {
        return Reuse.of(request, stored, seconds(seconds), NOW.plusSeconds(seconds), settings);
    }
}
