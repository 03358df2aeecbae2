/** Who may ask, and how often: sessions, tokens and limits before the HTTP cache. */
@NullMarked
package dev.larder.http.access;

import org.jspecify.annotations.NullMarked;
