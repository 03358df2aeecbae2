package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Validators of responses, in a form that can be compared (RFC 9110, section 8.8). */
final class Validators {

    private Validators() {}

    /**
     * Returns the strong ones: an entity tag that is not weak; a modification date if the response was generated at least a second
     * later (section 8.8.2.2).
     */
    static Set<String> strong(Fields response, Instant now) {
        Set<String> validators = new HashSet<>();
        EntityTag tag = EntityTag.parse(response.first("ETag"));
        if (tag != null && !tag.weak()) {
            validators.add(tag.toString());
        }
        Instant modified = Freshness.lastModified(response, now);
        if (modified != null && isStrong(modified, response, now)) {
            validators.add(modified.toString());
        }
        return validators;
    }

    /** Returns all, weak and strong, compared weakly. */
    static Set<String> all(Fields response, Instant now) {
        Set<String> validators = new HashSet<>();
        EntityTag tag = EntityTag.parse(response.first("ETag"));
        if (tag != null) {
            validators.add(new EntityTag(false, tag.opaque()).toString());
        }
        Instant modified = Freshness.lastModified(response, now);
        if (modified != null) {
            validators.add(modified.toString());
        }
        return validators;
    }

    static boolean isStrong(Instant modified, Fields response, Instant now) {
        String date = response.first("Date");
        Instant generated = date == null ? null : HttpDate.parse(date, now);
        return generated != null && !generated.isBefore(modified.plusSeconds(1));
    }
}
