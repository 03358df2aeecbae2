package dev.larder.check;

/** How the source behaves in a round. */
enum LoaderMode {
    /** It answers, sometimes slowly. */
    NORMAL,
    /** Some loads hang for longer than a lease lives. */
    HANGING,
    /** Some loads throw. */
    THROWING,
    /** Loads read a replica that lags behind. */
    LAGGING
}
