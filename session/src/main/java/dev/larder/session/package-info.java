/** Sessions: logins that stay correct and can be ended at once, everywhere. */
@NullMarked
package dev.larder.session;

import org.jspecify.annotations.NullMarked;
