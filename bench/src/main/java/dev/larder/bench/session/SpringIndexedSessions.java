package dev.larder.bench.session;

import static org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.PatternTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.config.ConfigureNotifyKeyspaceEventsAction;

/**
 * Spring Session's repository with an index, which it keeps by the events of keys that expire: they are turned on, and listened
 * to, as its configuration does it.
 */
final class SpringIndexedSessions implements SessionStore {

    private final SpringRedis redis;
    private final RedisIndexedSessionRepository sessions;
    private final RedisMessageListenerContainer events;

    SpringIndexedSessions(String uri) {
        redis = new SpringRedis(uri);
        RedisTemplate<String, Object> template = redis.template(false);
        sessions = new RedisIndexedSessionRepository(template);
        sessions.setDefaultMaxInactiveInterval(SpringRedis.IDLE);
        sessions.afterPropertiesSet();
        try (RedisConnection connection = redis.connections.getConnection()) {
            new ConfigureNotifyKeyspaceEventsAction().configure(connection);
        }
        events = new RedisMessageListenerContainer();
        events.setConnectionFactory(redis.connections);
        events.addMessageListener(
                sessions,
                List.of(
                        new ChannelTopic(sessions.getSessionDeletedChannel()),
                        new ChannelTopic(sessions.getSessionExpiredChannel())));
        events.addMessageListener(sessions, new PatternTopic(sessions.getSessionCreatedChannelPrefix() + "*"));
        events.afterPropertiesSet();
        events.start();
    }

    @Override
    public String logIn(@Nullable String user, int number) {
        return SpringCycle.create(sessions, number, user);
    }

    @Override
    public void cycle(String id) {
        SpringCycle.run(sessions, id);
    }

    @Override
    public void end(String id) {
        sessions.deleteById(id);
    }

    /** All sessions are loaded, one after the other. */
    @Override
    public int listAll(String user) {
        return sessions.findByIndexNameAndIndexValue(PRINCIPAL_NAME_INDEX_NAME, user)
                .size();
    }

    @Override
    public void endAll(String user) {
        sessions.findByIndexNameAndIndexValue(PRINCIPAL_NAME_INDEX_NAME, user)
                .keySet()
                .forEach(sessions::deleteById);
    }

    @Override
    public boolean isLive(String id) {
        return sessions.findById(id) != null;
    }

    @Override
    public void close() {
        events.stop();
        sessions.destroy();
        redis.close();
    }
}
