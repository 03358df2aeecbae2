package dev.larder.http.message;

/**
 * A request without its content (RFC 9110, section 6.2).
 *
 * @param method as it was sent: methods are case-sensitive
 * @param scheme {@code http} or {@code https}
 * @param authority host, and port unless it is the scheme's
 * @param target path and query, beginning with a slash; or {@code *}
 * @param fields its fields
 */
public record RequestHead(String method, String scheme, String authority, String target, Fields fields) {

    /** Returns this request with other fields. */
    public RequestHead with(Fields others) {
        return new RequestHead(method, scheme, authority, target, others);
    }

    /** Shows nothing that a stranger has sent but the method. */
    @Override
    public String toString() {
        return "RequestHead[" + (Syntax.isToken(method) ? method : "?") + "]";
    }
}
