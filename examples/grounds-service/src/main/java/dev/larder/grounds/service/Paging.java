package dev.larder.grounds.service;

import dev.larder.grounds.Slice;

/**
 * Which page of a listing.
 *
 * @param page its number, from 1
 * @param size how many things a page has
 */
record Paging(int page, int size) {
    static final int MOST_PAGES = 10_000;
    static final int DEFAULT_SIZE = 20;

    /** A gateway counts 64 tags of a response; a listing has one for each thing that it shows, and one of its own. */
    static final int MOST = 50;

    /** The entries of this page, and one more, which tells whether there is a next one. */
    Slice slice() {
        return new Slice((page - 1L) * size, size + 1);
    }
}
