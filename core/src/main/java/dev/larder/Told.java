package dev.larder;

import dev.larder.codec.CodecException;

/**
 * What may be told of a failure in messages and events: messages of others may show a key or a value, so only their class is. Whoever
 * throws a {@link CodecException} has been told that its message is shown.
 */
final class Told {

    private Told() {}

    static String of(Throwable failure) {
        boolean own = failure instanceof LarderException || failure.getClass() == CodecException.class;
        return own ? String.valueOf(failure.getMessage()) : failure.getClass().getName();
    }
}
