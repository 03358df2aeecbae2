package dev.larder.http.guard;

/** What follows the head of a request, as nobody can read in two ways. */
public sealed interface Content {

    /** Nothing. */
    record None() implements Content {}

    /**
     * So many bytes.
     *
     * @param length more than 0
     */
    record Sized(long length) implements Content {}

    /** Chunks, or frames of HTTP/2, until their end. */
    record Streamed() implements Content {}

    /** Content that is read and thrown away: it came with GET or HEAD, and the rules say so. */
    record Discarded() implements Content {}
}
