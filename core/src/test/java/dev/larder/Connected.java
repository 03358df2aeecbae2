package dev.larder;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** Larders that are connected and coherent, however slow the machine is. */
final class Connected {

    private Connected() {}

    static Larder to(String uri) {
        return to(uri, UnaryOperator.identity());
    }

    static Larder to(String uri, UnaryOperator<LarderBuilder> changes) {
        Larder larder = changes.apply(Larder.builder().redis(uri)).build();
        awaitCoherent(larder);
        return larder;
    }

    static void awaitCoherent(Larder larder) {
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
    }
}
