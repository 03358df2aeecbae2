package dev.larder.crypto;

/** Where the keys of a keyring come from. */
sealed interface KeySource permits KeySource.Fixed, FileKeys {

    /** Returns the keys as they are now. */
    Keys keys();

    /** Returns the keys after one was met that is not among them. */
    Keys keysAfterUnknown(int id);

    /** Keys that stay. */
    record Fixed(Keys keys) implements KeySource {

        @Override
        public Keys keysAfterUnknown(int id) {
            return keys;
        }
    }
}
