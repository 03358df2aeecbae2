package dev.larder.codec;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Sings when it is initialised; its name is in bytes that nobody should obey. */
public class Canary {

    static {
        Songs.HEARD.incrementAndGet();
    }

    /** What a setter would be called with. */
    public String command = "";

    public void setValues(Map<String, String> values) {
        Songs.HEARD.incrementAndGet();
    }

    /** Who listens, without being the canary. */
    static final class Songs {
        static final AtomicInteger HEARD = new AtomicInteger();

        private Songs() {}
    }
}
