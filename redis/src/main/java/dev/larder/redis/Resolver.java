package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers who owns which slot at this moment: the one difference between the three modes. */
interface Resolver extends AutoCloseable {

    /**
     * Asks who owns which slot.
     *
     * @param known primaries of the last answer, which may be asked too
     * @return the owner of each slot, null where there is none; outside a Cluster there is one slot
     */
    CompletionStage<List<@Nullable Node>> owners(Collection<Node> known);

    /** How often to ask without being told to; zero for never. */
    Duration interval();

    @Override
    void close();

    /** One server that is what its address says. */
    static Resolver fixed(Node node) {
        return new Resolver() {
            @Override
            public CompletionStage<List<@Nullable Node>> owners(Collection<Node> known) {
                return CompletableFuture.completedFuture(Collections.singletonList(node));
            }

            @Override
            public Duration interval() {
                return Duration.ZERO;
            }

            @Override
            public void close() {}
        };
    }
}
