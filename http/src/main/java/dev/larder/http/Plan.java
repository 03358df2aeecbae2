package dev.larder.http;

import dev.larder.http.decision.ForwardReason;
import dev.larder.http.guard.Admitted;
import dev.larder.http.guard.Content;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.RequestHead;

/** What is to be done with a request, as far as its head alone tells. */
sealed interface Plan {

    /** It goes no further. */
    record Refuse(OwnAnswer answer) implements Plan {}

    /** It has to enter by the gate first. */
    record Enter(Site site, Admitted admitted) implements Plan {}

    /**
     * It goes past the store.
     *
     * @param request as it goes to the origin
     */
    record Pass(Site site, RequestHead request, Content content, ForwardReason reason) implements Plan {}

    /** A QUERY that the store may answer, once its content is known. */
    record Read(Asked asked, Content content) implements Plan {}

    /** The store may answer it. */
    record Look(Asked asked, Content content) implements Plan {}
}
