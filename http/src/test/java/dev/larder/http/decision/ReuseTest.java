package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.BOTH;
import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.ok;
import static dev.larder.http.decision.Messages.request;
import static dev.larder.http.decision.Messages.response;
import static dev.larder.http.decision.Messages.reuse;
import static dev.larder.http.decision.Messages.seconds;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.decision.Reuse.Fetch;
import dev.larder.http.decision.Reuse.GatewayTimeout;
import dev.larder.http.decision.Reuse.Serve;
import dev.larder.http.decision.Reuse.ServeWhileRevalidating;
import dev.larder.http.decision.Reuse.Validate;
import dev.larder.http.message.RequestHead;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReuseTest {

    private static Stored tagged(CacheSettings settings, String cacheControl) {
        return stored(settings, "Cache-Control", cacheControl, "ETag", "\"1\"");
    }

    private static Reuse after(long seconds, String cacheControl, CacheSettings settings, String... request) {
        return reuse(get(request), tagged(settings, cacheControl), seconds, settings);
    }

    private static Serve fresh(long age) {
        return new Serve(seconds(age), null);
    }

    @Test
    void of_nothingStored_isFetched() {
        assertThat(Reuse.of(get(), null, Duration.ZERO, NOW, SAFE))
                .isEqualTo(new Fetch(ForwardReason.URI_MISS, Fallback.NONE));
    }

    @Test
    void of_fresh_isServedWithItsAge() {
        assertThat(after(0, "max-age=60", SAFE)).isEqualTo(fresh(0));
        assertThat(after(59, "max-age=60", SAFE)).isEqualTo(fresh(59));
    }

    @Test
    void of_initialAge_countsForFreshness() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Age", "50");
        assertThat(reuse(get(), stored, 9, SAFE)).isEqualTo(fresh(59));
        assertThat(reuse(get(), stored, 10, SAFE)).isInstanceOf(Validate.class);
    }

    @Test
    void of_ageAsOldAsTheLifetime_isStale() {
        assertThat(after(60, "max-age=60", SAFE)).isInstanceOf(Validate.class);
    }

    @Test
    void of_staleWithValidator_isValidated() {
        Validate validate = (Validate) after(60, "max-age=60", SAFE);
        assertThat(validate.reason()).isEqualTo(ForwardReason.STALE);
        assertThat(validate.request().fields().first("If-None-Match")).isEqualTo("\"1\"");
        assertThat(validate.fallback()).isEqualTo(Fallback.NONE);
    }

    @Test
    void of_staleWithoutValidator_isFetched() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=60, stale-if-error=30");
        assertThat(reuse(get(), stored, 60, SAFE))
                .isEqualTo(new Fetch(ForwardReason.STALE, new Fallback(seconds(90), Duration.ZERO)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "FOO", "get"})
    void of_otherMethod_goesThroughToTheOrigin(String method) {
        assertThat(reuse(request(method, "Cache-Control", "only-if-cached"), tagged(RFC, "max-age=60"), 0, RFC))
                .isEqualTo(new Fetch(ForwardReason.METHOD, Fallback.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void of_headOrGet_isAnsweredByWhatIsStoredForGet(String method) {
        assertThat(reuse(request(method), tagged(SAFE, "max-age=60"), 0, SAFE)).isEqualTo(fresh(0));
    }

    @Test
    void of_otherSelectingFields_isAVaryMiss() {
        Stored stored = store(get("Accept", "a/b"), ok("Cache-Control", "max-age=60", "Vary", "Accept"), SAFE);
        assertThat(reuse(get("Accept", "A/B ;q=1"), stored, 0, SAFE)).isEqualTo(fresh(0));
        for (RequestHead other : new RequestHead[] {get("Accept", "a/c"), get()}) {
            assertThat(reuse(other, stored, 0, SAFE)).isEqualTo(new Fetch(ForwardReason.VARY_MISS, Fallback.NONE));
        }
    }

    @Test
    void of_noCacheInTheResponse_isValidatedFreshOrNot() {
        for (CacheSettings settings : BOTH) {
            for (long age : new long[] {0, 61}) {
                Validate validate = (Validate)
                        after(age, "max-age=60, no-cache, stale-if-error=99", settings, "Cache-Control", "max-stale");
                assertThat(validate.reason()).isEqualTo(ForwardReason.STALE);
                assertThat(validate.fallback()).isEqualTo(Fallback.NONE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=60, must-revalidate", "max-age=60, proxy-revalidate", "s-maxage=60"})
    void of_staleThatMustBeValidated_isNeverServed(String cacheControl) {
        String control = cacheControl + ", stale-while-revalidate=99, stale-if-error=99";
        for (CacheSettings settings : BOTH) {
            assertThat(after(59, control, settings)).isEqualTo(fresh(59));
            Validate validate =
                    (Validate) after(60, control, settings, "Cache-Control", "max-stale, stale-if-error=99");
            assertThat(validate.fallback()).isEqualTo(Fallback.NONE);
        }
    }

    @Test
    void of_staleWhileRevalidate_isServedAndValidated() {
        ServeWhileRevalidating served =
                (ServeWhileRevalidating) after(89, "max-age=60, stale-while-revalidate=30", SAFE);
        assertThat(served.age()).isEqualTo(seconds(89));
        assertThat(served.request().fields().first("If-None-Match")).isEqualTo("\"1\"");
        assertThat(after(90, "max-age=60, stale-while-revalidate=30", SAFE)).isInstanceOf(Validate.class);
    }

    @Test
    void of_staleWhileRevalidateAndAClientThatWantsFresh_isValidated() {
        assertThat(after(61, "max-age=60, stale-while-revalidate=30", RFC, "Cache-Control", "max-age=90"))
                .isInstanceOf(Validate.class);
    }

    @Test
    void of_staleIfError_isTheFallback() {
        Validate validate = (Validate) after(70, "max-age=60, stale-if-error=30", SAFE);
        assertThat(validate.fallback()).isEqualTo(new Fallback(seconds(90), Duration.ZERO));
    }

    @Test
    void of_staleIfErrorOfTheClient_isTheFallbackWhereObeyed() {
        Validate validate = (Validate) after(70, "max-age=60", SAFE, "Cache-Control", "stale-if-error=40");
        assertThat(validate.fallback()).isEqualTo(new Fallback(seconds(100), Duration.ZERO));
    }

    @Test
    void of_disconnected_isAFallbackInRfcOnly() {
        Validate validate = (Validate) after(70, "max-age=60", RFC);
        assertThat(validate.fallback()).isEqualTo(new Fallback(Duration.ZERO, seconds(86460)));
        assertThat(((Validate) after(70, "max-age=60", SAFE)).fallback()).isEqualTo(Fallback.NONE);
    }

    @Test
    void of_noCacheOfTheClient_isNoLeverUnlessAllowed() {
        for (String[] request : new String[][] {
            {"Cache-Control", "no-cache"},
            {"Pragma", "no-cache"},
            {"Cache-Control", "max-age=0"},
            {"Cache-Control", "min-fresh=99"},
        }) {
            assertThat(after(30, "max-age=60", SAFE, request)).isEqualTo(fresh(30));
            Validate validate = (Validate) after(30, "max-age=60", RFC, request);
            assertThat(validate.reason()).isEqualTo(ForwardReason.REQUEST);
        }
    }

    @Test
    void of_pragmaBesideCacheControl_isIgnored() {
        assertThat(after(30, "max-age=60", RFC, "Pragma", "no-cache", "Cache-Control", "max-age=99"))
                .isEqualTo(fresh(30));
    }

    @Test
    void of_maxAgeOfTheClient_isTheOldestItTakes() {
        assertThat(after(30, "max-age=60", RFC, "Cache-Control", "max-age=30")).isEqualTo(fresh(30));
        assertThat(after(31, "max-age=60", RFC, "Cache-Control", "max-age=30")).isInstanceOf(Validate.class);
        assertThat(after(31, "max-age=60", RFC, "Cache-Control", "max-age=x")).isEqualTo(fresh(31));
    }

    @Test
    void of_minFreshOfTheClient_isHowLongItMustStayFresh() {
        assertThat(after(50, "max-age=60", RFC, "Cache-Control", "min-fresh=10"))
                .isEqualTo(fresh(50));
        assertThat(after(51, "max-age=60", RFC, "Cache-Control", "min-fresh=10"))
                .isInstanceOf(Validate.class);
    }

    @Test
    void of_maxStaleOfTheClient_isHowStaleItTakes() {
        for (CacheSettings settings : BOTH) {
            assertThat(after(70, "max-age=60", settings, "Cache-Control", "max-stale=10"))
                    .isEqualTo(new Serve(seconds(70), StaleReason.MAX_STALE));
            assertThat(after(71, "max-age=60", settings, "Cache-Control", "max-stale=10"))
                    .isInstanceOf(Validate.class);
            assertThat(after(999, "max-age=60", settings, "Cache-Control", "max-stale"))
                    .isEqualTo(new Serve(seconds(999), StaleReason.MAX_STALE));
            assertThat(after(70, "max-age=60", settings, "Cache-Control", "max-stale, max-age=70"))
                    .isEqualTo(new Serve(seconds(70), StaleReason.MAX_STALE));
            assertThat(after(999, "max-age=60", settings, "Cache-Control", "max-stale=x"))
                    .isInstanceOf(Validate.class);
        }
    }

    @Test
    void of_maxStaleAndMaxAge_areBothLimits() {
        assertThat(after(71, "max-age=60", RFC, "Cache-Control", "max-stale, max-age=70"))
                .isInstanceOf(Validate.class);
        assertThat(after(99, "max-age=60", SAFE, "Cache-Control", "max-stale, max-age=70"))
                .isInstanceOf(Serve.class);
    }

    @Test
    void of_onlyIfCached_isServedOrATimeout() {
        assertThat(after(0, "max-age=60", RFC, "Cache-Control", "only-if-cached"))
                .isEqualTo(fresh(0));
        assertThat(after(60, "max-age=60", RFC, "Cache-Control", "only-if-cached"))
                .isEqualTo(new GatewayTimeout());
        assertThat(Reuse.of(get("Cache-Control", "only-if-cached"), null, Duration.ZERO, NOW, RFC))
                .isEqualTo(new GatewayTimeout());
        assertThat(Reuse.of(get("Cache-Control", "only-if-cached"), null, Duration.ZERO, NOW, SAFE))
                .isInstanceOf(Fetch.class);
    }

    @Test
    void of_immutableAndFresh_isServedUnlessTheClientSaysNoCache() {
        String control = "max-age=60, immutable=\"x\"";
        assertThat(after(30, control, RFC, "Cache-Control", "max-age=0")).isEqualTo(fresh(30));
        assertThat(after(30, control, RFC, "Cache-Control", "no-cache")).isInstanceOf(Validate.class);
        assertThat(after(60, control, RFC)).isInstanceOf(Validate.class);
    }

    @Test
    void of_immutableInTheRequest_hasNoEffect() {
        assertThat(after(30, "max-age=60", RFC, "Cache-Control", "max-age=0, immutable"))
                .isInstanceOf(Validate.class);
    }

    @Test
    void of_noStoreOfTheClient_isAnsweredByWhatIsStored() {
        assertThat(after(30, "max-age=60", RFC, "Cache-Control", "no-store")).isEqualTo(fresh(30));
    }

    @Test
    void of_part_answersOnlyWhatItHolds() {
        Stored part = store(
                get("Range", "bytes=0-4"),
                response(206, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Range", "bytes 0-4/10"),
                RFC);
        assertThat(reuse(get("Range", "bytes=1-3"), part, 0, RFC)).isEqualTo(fresh(0));
        assertThat(reuse(get("Range", "bytes=0-0,2-4", "If-Range", "\"1\""), part, 0, RFC))
                .isEqualTo(fresh(0));
        for (RequestHead other : new RequestHead[] {
            get(),
            get("Range", "bytes=3-5"),
            get("Range", "bytes=-1"),
            get("Range", "bytes=20-"),
            get("Range", "bytes=1-3", "If-Range", "\"2\""),
            request("HEAD")
        }) {
            assertThat(reuse(other, part, 0, RFC)).isEqualTo(new Fetch(ForwardReason.PARTIAL, Fallback.NONE));
        }
        assertThat(reuse(get("Range", "bytes=1-3"), part, 60, RFC)).isInstanceOf(Fetch.class);
    }

    @Test
    void after_originFailed_isWhatTheFallbackAllows() {
        Fallback fallback = new Fallback(seconds(90), seconds(200));
        assertThat(fallback.after(Failure.ERROR, seconds(89))).isEqualTo(StaleReason.STALE_IF_ERROR);
        assertThat(fallback.after(Failure.ERROR, seconds(90))).isNull();
        assertThat(fallback.after(Failure.NO_ANSWER, seconds(89))).isEqualTo(StaleReason.STALE_IF_ERROR);
        assertThat(fallback.after(Failure.NO_ANSWER, seconds(90))).isEqualTo(StaleReason.DISCONNECTED);
        assertThat(fallback.after(Failure.NO_ANSWER, seconds(200))).isNull();
        assertThat(Fallback.NONE.after(Failure.NO_ANSWER, Duration.ZERO)).isNull();
    }

    @Test
    void failure_statuses_areThoseOfStaleIfError() {
        for (int status : new int[] {500, 502, 503, 504}) {
            assertThat(Failure.of(status)).isEqualTo(Failure.ERROR);
        }
        for (int status : new int[] {200, 304, 404, 501, 505, 599}) {
            assertThat(Failure.of(status)).isNull();
        }
    }

    @Test
    void ttl_ofALife_isNegativeWhenStale() {
        assertThat(tagged(SAFE, "max-age=60").life().ttl(seconds(72))).isEqualTo(seconds(-12));
    }
}
