package dev.larder.check;

/** Something that is changed under load, again and again. For one thread. */
interface Change {

    /** Changes it once. Returns whether it makes sense to go on. */
    boolean once() throws InterruptedException;

    /** Does what is to be done once at the end. */
    default void last() throws InterruptedException {}

    /** How many changes there have to be, however short the time. */
    default int least() {
        return 1;
    }

    /** What has been changed. */
    long changes();

    /** What was done besides, to disturb. */
    default long disturbances() {
        return 0;
    }
}
