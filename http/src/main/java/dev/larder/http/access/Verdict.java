package dev.larder.http.access;

import dev.larder.http.AccessRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.Collections;

/** Whether a request may go on: a function of the rules, the request, and what was read. */
sealed interface Verdict {

    /** It may, as somebody's. */
    record Enter(Evidence.Known as) implements Verdict {}

    /** It has to be shown who asks: 401. Whether something was shown does not matter. */
    record Challenge() implements Verdict {}

    /** It is known who asks, and he may not: 403. */
    record Forbid() implements Verdict {}

    /** It could not be told: 503. */
    record Later() implements Verdict {}

    /** Decides. */
    static Verdict of(AccessRules rules, RequestHead request, Evidence evidence) {
        if (evidence instanceof Evidence.Untold) {
            return new Later();
        }
        if (!(evidence instanceof Evidence.Known known)) {
            return new Challenge();
        }
        return (known.bySession() && isForeign(request)) || !may(rules, known.identity())
                ? new Forbid()
                : new Enter(known);
    }

    private static boolean may(AccessRules rules, Identity identity) {
        boolean role = rules.roles().isEmpty() || !Collections.disjoint(rules.roles(), identity.roles());
        return role && identity.scopes().containsAll(rules.scopes());
    }

    /** Returns whether a browser says that a page of another site, or of another host of the same one, has sent a change. */
    static boolean isForeign(RequestHead request) {
        Fields fields = request.fields();
        return AccessRules.isChange(request)
                && CrossSite.isSaid(fields.first("Sec-Fetch-Site"), fields.first("Origin"), request.authority());
    }
}
