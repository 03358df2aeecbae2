/** The form of session IDs and tokens. */
@NullMarked
package dev.larder.session.credential;

import org.jspecify.annotations.NullMarked;
