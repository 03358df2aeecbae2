/** The HTTP cache inside an application: a servlet filter, whose origin is the rest of its chain. */
@NullMarked
package dev.larder.http.servlet;

import org.jspecify.annotations.NullMarked;
