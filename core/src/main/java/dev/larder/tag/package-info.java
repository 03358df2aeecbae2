/** The versions of tags as this process knows them: what an entry's tags are compared with. */
@NullMarked
package dev.larder.tag;

import org.jspecify.annotations.NullMarked;
