package dev.larder;

/**
 * Is told of events. Called on threads of Larder, some of which carry all traffic: it must return at once, and what it
 * throws is logged and dropped.
 */
@FunctionalInterface
public interface LarderListener {

    /** Something happened. */
    void onEvent(LarderEvent event);
}
