package dev.larder.http.access;

import dev.larder.http.AccessRules;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.Fields;

/** The answers to those who are turned away. One for each status: none says why. */
final class Refusals {

    private Refusals() {}

    /**
     * Says that it has to be shown who asks. Takes no cookie away: when this arrives, there may be another one of its name, of a login or a
     * rotation that was answered meanwhile.
     */
    static OwnAnswer challenge(AccessRules.By by) {
        Fields.Builder fields = Fields.builder();
        if (by == AccessRules.By.TOKEN || by == AccessRules.By.EITHER) {
            fields.add("WWW-Authenticate", "Bearer");
        }
        if (by == AccessRules.By.SESSION || by == AccessRules.By.EITHER) {
            fields.add("WWW-Authenticate", "Session");
        }
        return with(OwnAnswer.plain(401, "unauthorized"), fields.build());
    }

    static OwnAnswer forbidden() {
        return OwnAnswer.plain(403, "forbidden");
    }

    /** Says that it could not be told, and to try again. */
    static OwnAnswer unavailable() {
        return with(OwnAnswer.plain(503, "unavailable"), Fields.of("Retry-After", "1"));
    }

    static OwnAnswer tooMany() {
        return OwnAnswer.plain(429, "too-many-requests");
    }

    /** Returns an answer with more fields. */
    static OwnAnswer with(OwnAnswer answer, Fields more) {
        Fields.Builder fields = answer.head().fields().toBuilder();
        more.forEach(line -> fields.add(line.name(), line.value()));
        return new OwnAnswer(answer.head().with(fields.build()), answer.content());
    }
}
