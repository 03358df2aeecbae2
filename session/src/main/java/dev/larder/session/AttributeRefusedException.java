package dev.larder.session;

import dev.larder.LarderException;
import org.jspecify.annotations.Nullable;

/** An attribute that cannot be stored: JSON could not bring it back, it is too large, one too many, or its name is none. */
public final class AttributeRefusedException extends LarderException {

    private static final long serialVersionUID = 1L;

    AttributeRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
