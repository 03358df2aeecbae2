package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Asks the Sentinels: {@code SENTINEL get-master-addr-by-name}. Sentinels often have no password where the servers they
 * watch do, so the credentials are sent to a Sentinel only when it asks for them.
 */
final class SentinelResolver implements Resolver {

    private final RedisConfig config;
    private final String master;
    private final Informant informant;

    SentinelResolver(RedisConfig config, Transport transport, ScheduledExecutorService timer) {
        this.config = config;
        this.master = Objects.requireNonNull(config.sentinelMaster(), "sentinelMaster");
        this.informant = new Informant(config, transport, timer, true);
    }

    @Override
    public CompletionStage<List<@Nullable Node>> owners(Collection<Node> known) {
        return informant
                .ask(config.nodes(), Verb.SENTINEL, "get-master-addr-by-name", master)
                .thenApply(heard -> read(heard));
    }

    private List<@Nullable Node> read(Informant.Heard heard) {
        if (heard.value() instanceof List<?> parts
                && parts.size() == 2
                && parts.get(0) instanceof byte[] host
                && parts.get(1) instanceof byte[] port) {
            return Collections.singletonList(new Node(Texts.text(host), (int) Texts.number(port)));
        }
        throw new UnsuitableServerException(
                "redis: the Sentinel at " + Primary.address(heard.from()) + " watches no primary called '" + master
                        + "'; correct the name after # in the URI (SENTINEL MASTERS lists them)",
                null);
    }

    /**
     * Half the staleness bound, one second at most: a deposed primary that still answers is noticed by nothing else.
     */
    @Override
    public Duration interval() {
        Duration half = config.stalenessBound().dividedBy(2);
        return half.compareTo(Duration.ofSeconds(1)) < 0 ? half : Duration.ofSeconds(1);
    }

    @Override
    public void close() {
        informant.close();
    }
}
