package dev.larder.http.message;

/**
 * A response without its content (RFC 9110, section 6.2).
 *
 * @param status 100 to 999
 * @param fields its fields
 */
public record ResponseHead(int status, Fields fields) {

    /** Returns this response with other fields. */
    public ResponseHead with(Fields others) {
        return new ResponseHead(status, others);
    }
}
