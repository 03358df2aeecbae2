package dev.larder.bench.session;

import java.net.URI;
import java.time.Duration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Spring Data Redis on Lettuce, all threads on one connection, as Spring Session's configuration sets it up. */
final class SpringRedis {

    static final Duration IDLE = Duration.ofHours(24);

    final LettuceConnectionFactory connections;

    SpringRedis(String uri) {
        URI address = URI.create(uri);
        connections = new LettuceConnectionFactory(address.getHost(), address.getPort());
        connections.afterPropertiesSet();
        connections.start();
    }

    /**
     * Returns what its repositories are made of.
     *
     * @param json whether values are JSON, which its documentation describes; else Java's own form, which is the default
     */
    RedisTemplate<String, Object> template(boolean json) {
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setKeySerializer(RedisSerializer.string());
        template.setHashKeySerializer(RedisSerializer.string());
        if (json) {
            template.setDefaultSerializer(GenericJacksonJsonRedisSerializer.builder()
                    .enableUnsafeDefaultTyping()
                    .build());
        }
        template.setConnectionFactory(connections);
        template.setBeanClassLoader(SpringRedis.class.getClassLoader());
        template.afterPropertiesSet();
        return template;
    }

    void close() {
        connections.destroy();
    }
}
