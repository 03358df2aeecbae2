package dev.larder.http.guard;

/** What is done with something that servers read in different ways. */
public enum Handling {
    /** The request is refused. */
    REFUSE,
    /** It stays as it is, as data. */
    KEEP
}
