package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How old a response is (RFC 9111, section 4.2.3). */
final class Ages {

    private Ages() {}

    /**
     * Returns the corrected initial age: how old a response was when its head was received. Of several {@code Age} the first counts,
     * one that is no number does not.
     */
    static Duration initial(Fields response, Exchange times, CacheSettings settings) {
        List<String> members = Members.of(response.all("Age"));
        Duration age = members.isEmpty() ? null : Seconds.parse(members.get(0));
        Duration delay = Seconds.between(times.requested(), times.received());
        Duration corrected = Seconds.sum(age == null ? Duration.ZERO : age, delay);
        if (!settings.apparentAge()) {
            return corrected;
        }
        // A date has whole seconds, so the clock is read in whole seconds as well.
        Duration apparent = Seconds.between(
                Freshness.date(response, times.received()), times.received().truncatedTo(ChronoUnit.SECONDS));
        return Seconds.longest(apparent, corrected);
    }
}
