package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.ok;
import static dev.larder.http.decision.Messages.seconds;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.stored;
import static dev.larder.http.decision.Messages.storing;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Targeted cache control (RFC 9213). */
final class PolicyTest {

    @Test
    void of_targetedField_winsOverCacheControlAndExpires() {
        Stored stored =
                stored(SAFE, "Cache-Control", "no-store", "Expires", date(-10), "CDN-Cache-Control", "max-age=600");
        assertThat(stored.life().fresh()).isEqualTo(seconds(600));
    }

    @Test
    void of_targetedFieldWithoutFreshness_hidesExpires() {
        assertThat(storing(get(), ok("Expires", date(60), "CDN-Cache-Control", "none"), SAFE))
                .isEqualTo(new Storing.Refuse(Refusal.USELESS));
    }

    @Test
    void of_severalTargetedFields_theFirstOfTheListCounts() {
        Stored stored = stored(SAFE, "CDN-Cache-Control", "max-age=600", "Larder-Cache-Control", "max-age=5");
        assertThat(stored.life().fresh()).isEqualTo(seconds(5));
    }

    @Test
    void of_firstTargetedFieldInvalidOrEmpty_theNextCounts() {
        assertThat(stored(SAFE, "CDN-Cache-Control", "max-age=600", "Larder-Cache-Control", "Max-Age=5")
                        .life()
                        .fresh())
                .isEqualTo(seconds(600));
        assertThat(stored(SAFE, "Cache-Control", "max-age=7", "Larder-Cache-Control", "")
                        .life()
                        .fresh())
                .isEqualTo(seconds(7));
    }

    @Test
    void of_fieldNotOnTheList_changesNothingAndIsKept() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=7", "Other-Cache-Control", "no-store");
        assertThat(stored.life().fresh()).isEqualTo(seconds(7));
        assertThat(stored.head().fields().first("Other-Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void of_targetedDirectives_haveTheMeaningOfCacheControl() {
        assertThat(refusal("no-store, max-age=60")).isEqualTo(Refusal.NO_STORE);
        assertThat(refusal("private, max-age=60")).isEqualTo(Refusal.PRIVATE);
        assertThat(life("max-age=60, must-revalidate").neverStale()).isTrue();
        assertThat(life("max-age=60, no-cache").validateAlways()).isTrue();
        assertThat(life("max-age=60, stale-while-revalidate=30").staleWhileRevalidate())
                .isEqualTo(seconds(30));
        assertThat(life("max-age=60, immutable").immutable()).isTrue();
    }

    @Test
    void of_targetListOfSettings_isUsed() {
        CacheSettings settings =
                CacheSettings.builder(Profile.SAFE).targets("Own-Cache-Control").build();
        Stored stored = store(get(), ok("CDN-Cache-Control", "max-age=1", "Own-Cache-Control", "max-age=2"), settings);
        assertThat(stored.life().fresh()).isEqualTo(seconds(2));
    }

    private static Refusal refusal(String targeted) {
        return ((Storing.Refuse) storing(get(), ok("CDN-Cache-Control", targeted), RFC)).reason();
    }

    private static Life life(String targeted) {
        return stored(RFC, "CDN-Cache-Control", targeted, "ETag", "\"1\"").life();
    }
}
