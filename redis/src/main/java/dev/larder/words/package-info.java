/** Words that were misspelt. Used wherever something is named by its word: options, settings, paths, the command line. */
@NullMarked
package dev.larder.words;

import org.jspecify.annotations.NullMarked;
