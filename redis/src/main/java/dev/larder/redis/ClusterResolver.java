package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Asks any node of a Cluster: {@code CLUSTER SLOTS}. Those known as primaries first, then the configured ones. */
final class ClusterResolver implements Resolver {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final RedisConfig config;
    private final Informant informant;

    ClusterResolver(RedisConfig config, Transport transport, ScheduledExecutorService timer) {
        this.config = config;
        this.informant = new Informant(config, transport, timer, false);
    }

    @Override
    public CompletionStage<List<@Nullable Node>> owners(Collection<Node> known) {
        Set<Node> candidates = new LinkedHashSet<>(known);
        candidates.addAll(config.nodes());
        return informant
                .ask(new ArrayList<>(candidates), Verb.CLUSTER, "SLOTS")
                .thenApply(heard -> read(heard.value(), heard.from()));
    }

    /**
     * Reads an answer.
     *
     * @param answer a list of [first slot, last slot, [host, port, …] of the primary, replicas …]
     * @param from the node that answered, whose host stands for one that is missing
     */
    static List<@Nullable Node> read(@Nullable Object answer, Node from) {
        @Nullable Node[] owners = new @Nullable Node[Routes.SLOTS];
        if (!(answer instanceof List<?> ranges)) {
            throw malformed(from);
        }
        for (Object element : ranges) {
            if (!(element instanceof List<?> range)
                    || range.size() < 3
                    || !(range.get(0) instanceof Long first)
                    || !(range.get(1) instanceof Long last)
                    || !(range.get(2) instanceof List<?> primary)
                    || primary.size() < 2
                    || !(primary.get(1) instanceof Long port)
                    || first < 0
                    || last >= Routes.SLOTS
                    || first > last) {
                throw malformed(from);
            }
            String host = primary.get(0) instanceof byte[] bytes ? Texts.text(bytes) : "";
            Node node = new Node(host.isEmpty() || host.equals("?") ? from.host() : host, port.intValue());
            Arrays.fill(owners, first.intValue(), last.intValue() + 1, node);
        }
        return Arrays.asList(owners);
    }

    private static RedisException malformed(Node from) {
        return new RedisUnavailableException(
                "redis " + Primary.address(from) + ": CLUSTER SLOTS was answered with something unreadable", null);
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void close() {
        informant.close();
    }
}
