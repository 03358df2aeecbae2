package dev.larder.check;

/** A cached value that says what it is: which version of which key, and whether somebody meant it. */
interface Stated {

    int key();

    long version();

    /** Whether all of it is what a writer makes of its key, version and form. */
    boolean genuine();
}
