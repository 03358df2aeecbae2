/**
 * The configuration file: the table of all settings, their notation, and the reader that turns YAML into the records of
 * {@link dev.larder} or into a list of problems with their positions. Hidden, but for who reads files that hold other settings as well.
 */
@NullMarked
package dev.larder.config;

import org.jspecify.annotations.NullMarked;
