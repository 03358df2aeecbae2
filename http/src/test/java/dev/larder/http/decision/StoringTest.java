package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.BOTH;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.TIMES;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.ok;
import static dev.larder.http.decision.Messages.request;
import static dev.larder.http.decision.Messages.response;
import static dev.larder.http.decision.Messages.seconds;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.stored;
import static dev.larder.http.decision.Messages.storing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoringTest {

    private static final String FRESH = "max-age=60";

    private static @Nullable Refusal refusal(RequestHead request, ResponseHead response, CacheSettings settings) {
        return storing(request, response, settings) instanceof Storing.Refuse refuse ? refuse.reason() : null;
    }

    private static @Nullable Refusal refusal(CacheSettings settings, String... fields) {
        return refusal(get(), ok(fields), settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "QUERY"})
    void of_methodUnderstood_isStored(String method) {
        assertThat(refusal(request(method), ok("Cache-Control", FRESH), SAFE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", "PROPFIND"})
    void of_otherMethod_isRefused(String method) {
        for (CacheSettings settings : BOTH) {
            assertThat(refusal(request(method), ok("Cache-Control", FRESH), settings))
                    .isEqualTo(Refusal.METHOD);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103})
    void of_interimResponse_isRefused(int status) {
        assertThat(refusal(get(), response(status, "Cache-Control", FRESH), RFC))
                .isEqualTo(Refusal.INTERIM);
    }

    @Test
    void of_noStoreInTheResponse_isRefused() {
        for (CacheSettings settings : BOTH) {
            assertThat(refusal(settings, "Cache-Control", "max-age=60, NO-STORE"))
                    .isEqualTo(Refusal.NO_STORE);
            assertThat(refusal(settings, "Cache-Control", "public", "Cache-Control", "no-store=x"))
                    .isEqualTo(Refusal.NO_STORE);
        }
    }

    @Test
    void of_noStoreInTheRequest_isRefusedWhereObeyed() {
        RequestHead request = get("Cache-Control", "no-store");
        for (CacheSettings settings : BOTH) {
            assertThat(refusal(request, ok("Cache-Control", FRESH), settings)).isEqualTo(Refusal.REQUEST_NO_STORE);
        }
        CacheSettings deaf =
                CacheSettings.builder(Profile.SAFE).obeyed(Set.of()).build();
        assertThat(refusal(request, ok("Cache-Control", FRESH), deaf)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private, max-age=60",
                "public, private, max-age=60",
                "private; max-age=60",
                "private=, s-maxage=9"
            })
    void of_private_isRefused(String cacheControl) {
        for (CacheSettings settings : BOTH) {
            assertThat(refusal(settings, "Cache-Control", cacheControl)).isEqualTo(Refusal.PRIVATE);
        }
    }

    @Test
    void of_privateWithFields_isStoredWithoutThem() {
        Stored stored = stored(
                SAFE,
                "Cache-Control",
                "max-age=60, private=\"set-cookie, X-User\"",
                "Set-Cookie",
                "a=b",
                "x-user",
                "7",
                "X-Other",
                "1");
        assertThat(stored.head().fields().names()).containsExactly("cache-control", "date", "x-other");
    }

    @Test
    void of_noCacheWithFields_isStoredWithoutThemAndUsedFresh() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=60, no-cache=\"x-user\"", "X-User", "7");
        assertThat(stored.head().fields().has("x-user")).isFalse();
        assertThat(stored.life().validateAlways()).isFalse();
    }

    @Test
    void of_authorization_isRefusedUnlessAllowed() {
        RequestHead request = get("Authorization", "Basic x");
        for (CacheSettings settings : BOTH) {
            assertThat(refusal(request, ok("Cache-Control", FRESH), settings)).isEqualTo(Refusal.AUTHORIZED);
            assertThat(refusal(request, ok("Cache-Control", "max-age=9, proxy-revalidate"), settings))
                    .isEqualTo(Refusal.AUTHORIZED);
            assertThat(refusal(request, ok("Cache-Control", "s-maxage=x"), settings))
                    .isEqualTo(Refusal.AUTHORIZED);
            for (String allowed : new String[] {"public, max-age=9", "max-age=9, must-revalidate", "s-maxage=9"}) {
                assertThat(refusal(request, ok("Cache-Control", allowed), settings))
                        .isNull();
            }
        }
    }

    @Test
    void of_authorizationAllowedByTargetedField_isStored() {
        RequestHead request = get("Authorization", "Basic x");
        assertThat(refusal(request, ok("CDN-Cache-Control", "public, max-age=9"), SAFE))
                .isNull();
    }

    @Test
    void of_mustUnderstand_isStoredOnlyIfTheStatusIs() {
        for (CacheSettings settings : BOTH) {
            String control = "must-understand, no-store, max-age=60";
            assertThat(refusal(get(), ok("Cache-Control", control), settings)).isNull();
            assertThat(refusal(get(), response(299, "Cache-Control", control), settings))
                    .isEqualTo(Refusal.NOT_UNDERSTOOD);
            assertThat(refusal(get(), response(299, "Cache-Control", "must-understand, max-age=60"), settings))
                    .isEqualTo(Refusal.NOT_UNDERSTOOD);
            assertThat(refusal(get(), ok("Cache-Control", "must-understand=\"x, no-store, max-age=60"), settings))
                    .isEqualTo(Refusal.NO_STORE);
        }
    }

    @Test
    void of_unknownFinalStatus_isStoredWithExplicitFreshnessOnly() {
        assertThat(refusal(get(), response(299, "Cache-Control", FRESH), SAFE)).isNull();
        assertThat(refusal(get(), response(299, "ETag", "\"1\""), RFC)).isEqualTo(Refusal.NOT_CACHEABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "max-age=60", "s-maxage=60"})
    void of_directiveThatAllows_isStoredWhateverTheStatus(String cacheControl) {
        assertThat(refusal(get(), response(302, "Cache-Control", cacheControl, "ETag", "\"1\""), SAFE))
                .isNull();
    }

    @Test
    void of_expires_isStoredWhateverTheStatus() {
        assertThat(refusal(get(), response(302, "Expires", date(60)), SAFE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 205, 302, 303, 307})
    void of_nothingThatAllows_isRefused(int status) {
        assertThat(refusal(get(), response(status, "ETag", "\"1\"", "Last-Modified", date(-9)), RFC))
                .isEqualTo(Refusal.NOT_CACHEABLE);
    }

    @Test
    void of_notModified_isNotStoredItself() {
        assertThat(refusal(get(), response(304, "Cache-Control", FRESH), RFC)).isEqualTo(Refusal.NOT_MODIFIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {412, 416, 417})
    void of_answerToAConditionOrRange_isRefused(int status) {
        assertThat(refusal(get(), response(status, "Cache-Control", "public, max-age=60"), RFC))
                .isEqualTo(Refusal.CONDITIONAL);
    }

    @Test
    void of_incomplete_isRefused() {
        for (CacheSettings settings : BOTH) {
            assertThat(Storing.of(get(), ok("Cache-Control", FRESH), false, TIMES, settings))
                    .isEqualTo(new Storing.Refuse(Refusal.INCOMPLETE));
        }
    }

    @Test
    void of_part_isStoredWhereSettingsAllow() {
        ResponseHead part = response(
                206, "Cache-Control", FRESH, "ETag", "\"1\"", "Content-Range", "bytes 0-4/10", "Content-Length", "5");
        assertThat(refusal(get("Range", "bytes=0-4"), part, SAFE)).isEqualTo(Refusal.PARTIAL);
        assertThat(store(get("Range", "bytes=0-4"), part, RFC).coverage())
                .isEqualTo(Coverage.of(new ByteRange(0, 4), 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-4/*", "items 0-4/10", "bytes 4-0/10", "bytes 0-9/9", "bytes */10", ""})
    void of_partThatCannotBeCombined_isRefused(String contentRange) {
        ResponseHead part = response(206, "Cache-Control", FRESH, "ETag", "\"1\"", "Content-Range", contentRange);
        assertThat(refusal(get(), part, RFC)).isEqualTo(Refusal.PARTIAL);
        assertThat(refusal(get(), response(206, "Cache-Control", FRESH), RFC)).isEqualTo(Refusal.PARTIAL);
    }

    @Test
    void of_varyByAll_isRefused() {
        for (CacheSettings settings : BOTH) {
            assertThat(refusal(settings, "Cache-Control", FRESH, "Vary", "Accept, *"))
                    .isEqualTo(Refusal.VARIES_BY_ALL);
        }
    }

    @Test
    void of_setCookie_isRefusedInSafe() {
        assertThat(refusal(SAFE, "Cache-Control", "public, max-age=60", "Set-Cookie", "a=b"))
                .isEqualTo(Refusal.SET_COOKIE);
        assertThat(stored(RFC, "Cache-Control", FRESH, "Set-Cookie", "a=b")
                        .head()
                        .fields()
                        .has("set-cookie"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "404,true,true",
        "410,true,true",
        "451,true,true",
        "400,false,true",
        "403,false,true",
        "405,false,true",
        "414,false,true",
        "431,false,true",
        "500,false,true",
        "501,false,true",
        "503,false,true"
    })
    void of_error_isStoredWhereSettingsAllow(int status, boolean safe, boolean rfc) {
        assertThat(refusal(get(), response(status, "Cache-Control", FRESH), SAFE) == null)
                .isEqualTo(safe);
        assertThat(refusal(get(), response(status, "Cache-Control", FRESH), RFC) == null)
                .isEqualTo(rfc);
        CacheSettings none =
                CacheSettings.builder(Profile.RFC).failures(false, false).build();
        assertThat(refusal(get(), response(status, "Cache-Control", FRESH), none))
                .isEqualTo(Refusal.ERROR);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 405, 414, 501})
    void of_errorWithoutExplicitFreshness_isRefused(int status) {
        assertThat(refusal(get(), response(status, "Last-Modified", date(-1000), "ETag", "\"1\""), RFC))
                .isIn(Refusal.ERROR, Refusal.NOT_CACHEABLE);
        assertThat(refusal(get(), response(status, "Cache-Control", "public", "Last-Modified", date(-1000)), RFC))
                .isEqualTo(Refusal.ERROR);
        assertThat(refusal(get(), response(status, "Cache-Control", "max-age=0", "ETag", "\"1\""), RFC))
                .isEqualTo(Refusal.ERROR);
    }

    @Test
    void of_neitherFreshNorToBeValidated_isUseless() {
        assertThat(refusal(SAFE)).isEqualTo(Refusal.USELESS);
        assertThat(refusal(SAFE, "ETag", "no-tag")).isEqualTo(Refusal.USELESS);
        assertThat(refusal(SAFE, "Cache-Control", "max-age=0")).isEqualTo(Refusal.USELESS);
        assertThat(refusal(SAFE, "Cache-Control", "max-age=60, no-cache")).isEqualTo(Refusal.USELESS);
        assertThat(refusal(SAFE, "Cache-Control", "max-age=60", "Age", "60")).isEqualTo(Refusal.USELESS);
    }

    @Test
    void of_validatorOnly_isKeptForValidation() {
        Storing.Store store = (Storing.Store) storing(get(), ok("ETag", "\"1\""), SAFE);
        assertThat(store.stored().life().fresh()).isZero();
        assertThat(store.kept()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void of_staleDirectives_arePartOfTheLife() {
        Storing.Store store = (Storing.Store) storing(
                get(),
                ok("Cache-Control", "max-age=60, stale-while-revalidate=30, stale-if-error=90, immutable", "Age", "10"),
                SAFE);
        assertThat(store.stored().life())
                .isEqualTo(new Life(
                        seconds(60), seconds(30), seconds(90), Duration.ZERO, Duration.ZERO, false, false, true));
        assertThat(store.stored().initialAge()).isEqualTo(seconds(10));
        assertThat(store.kept()).isEqualTo(seconds(140));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=60, must-revalidate",
                "max-age=60, proxy-revalidate",
                "s-maxage=60",
                "max-age=60, no-cache"
            })
    void of_directiveThatForbidsStale_leavesNoStaleLife(String cacheControl) {
        Life life = stored(
                        RFC,
                        "Cache-Control",
                        cacheControl + ", stale-while-revalidate=30, stale-if-error=90",
                        "ETag",
                        "\"1\"")
                .life();
        assertThat(life.neverStale()).isTrue();
        assertThat(life.staleWhileRevalidate()).isZero();
        assertThat(life.staleIfError()).isZero();
        assertThat(life.staleWhenDisconnected()).isZero();
    }

    @Test
    void of_response_variantIsTheSelectingFieldsOfTheRequest() {
        Stored stored = store(
                get("Accept-Language", "DE, en;q=0.50"), ok("Cache-Control", FRESH, "Vary", "accept-language"), SAFE);
        assertThat(stored.variant()).isEqualTo("accept-language=de,en;q=0.5\n");
        assertThat(stored(SAFE, "Cache-Control", FRESH).variant()).isEmpty();
    }

    @Test
    void of_directivesListedInConnection_countAllTheSame() {
        Stored stored = stored(SAFE, "Connection", "cache-control", "Cache-Control", "s-maxage=60");
        assertThat(stored.head().fields().has("cache-control")).isFalse();
        assertThat(stored.life().neverStale()).isTrue();
        assertThat(refusal(SAFE, "Connection", "vary, cache-control", "Cache-Control", "max-age=1", "Vary", "*"))
                .isEqualTo(Refusal.VARIES_BY_ALL);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415,
                421, 422, 429, 431, 451, 500, 501, 502, 503, 504, 505
            })
    void of_statusUnderstood_isStoredWithMustUnderstand(int status) {
        ResponseHead head = response(status, "Cache-Control", "must-understand, no-store, max-age=60");
        assertThat(refusal(get(), head, RFC)).isNull();
        ResponseHead part =
                response(206, "Cache-Control", "must-understand, max-age=60", "Content-Range", "bytes 0-4/10");
        assertThat(refusal(get(), part, RFC)).isNull();
    }

    @Test
    void of_lastModifiedOnly_isKeptForValidation() {
        assertThat(stored(SAFE, "Last-Modified", date(-9)).life().keptForValidation())
                .isEqualTo(Duration.ofHours(1));
        assertThat(stored(SAFE, "Cache-Control", FRESH).life().keptForValidation())
                .isZero();
    }

    @Test
    void of_pragmaOfTheClient_doesNotForbidStoring() {
        assertThat(refusal(get("Pragma", "no-cache"), ok("Cache-Control", FRESH), RFC))
                .isNull();
    }

    @Test
    void of_tagsThatCannotAllBeKept_isRefused() {
        assertThat(refusal(SAFE, "Cache-Control", FRESH, "Cache-Tag", "a")).isNull();
        assertThat(refusal(SAFE, "Cache-Control", FRESH, "Cache-Tag", "a".repeat(257)))
                .isEqualTo(Refusal.TAGS);
        assertThat(refusal(SAFE, "Cache-Control", "no-store", "Cache-Tag", "a".repeat(257)))
                .isEqualTo(Refusal.NO_STORE);
    }

    @Test
    void isLasting_whatTheResponseSays_isAndWhatTheRequestDidIsNot() {
        assertThat(Arrays.stream(Refusal.values()).filter(Refusal::isLasting))
                .containsExactly(
                        Refusal.NO_STORE,
                        Refusal.PRIVATE,
                        Refusal.NOT_UNDERSTOOD,
                        Refusal.VARIES_BY_ALL,
                        Refusal.SET_COOKIE,
                        Refusal.TAGS,
                        Refusal.NOT_CACHEABLE,
                        Refusal.USELESS);
    }
}
