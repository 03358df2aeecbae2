package dev.larder.http.decision;

import dev.larder.http.message.Fields;

/** Whether content may be transformed on its way, as by another content coding (RFC 9110, section 7.7). */
public final class Transforming {

    private Transforming() {}

    /** Returns false if the response or the client says {@code no-transform}. */
    public static boolean isAllowed(Fields request, Fields response) {
        return !says(request) && !says(response);
    }

    private static boolean says(Fields message) {
        return Directives.parse(message.all("Cache-Control")).has("no-transform");
    }
}
