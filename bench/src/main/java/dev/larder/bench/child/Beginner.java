package dev.larder.bench.child;

import dev.larder.bench.store.Form;
import dev.larder.bench.store.Store;

/** Connects, reads one value and says so: what a service has to wait for when it starts. */
public final class Beginner {

    /** A subject that does nothing at all: the JVM alone. */
    public static final String NOTHING = "JVM alone";

    private Beginner() {}

    /** Takes the subject and the URI of the cache. */
    public static void main(String[] arguments) {
        Stdio stdio = new Stdio();
        if (arguments[0].equals(NOTHING)) {
            stdio.say("read");
            return;
        }
        try (Store<byte[]> store = Store.open(arguments[0], arguments[1], Form.bytes())) {
            store.get(1L, key -> new byte[] {1});
            stdio.say("read");
        }
    }
}
