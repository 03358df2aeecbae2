package dev.larder.bench.session;

import org.jspecify.annotations.Nullable;
import org.springframework.session.data.redis.RedisSessionRepository;

/** Spring Session's plain repository. It keeps no index: it cannot tell which sessions a user has. */
final class SpringSessions implements SessionStore {

    private final SpringRedis redis;
    private final RedisSessionRepository sessions;

    SpringSessions(String uri, boolean json) {
        redis = new SpringRedis(uri);
        sessions = new RedisSessionRepository(redis.template(json));
        sessions.setDefaultMaxInactiveInterval(SpringRedis.IDLE);
    }

    @Override
    public String logIn(@Nullable String user, int number) {
        return SpringCycle.create(sessions, number, null);
    }

    @Override
    public void cycle(String id) {
        SpringCycle.run(sessions, id);
    }

    @Override
    public void end(String id) {
        sessions.deleteById(id);
    }

    @Override
    public boolean isLive(String id) {
        return sessions.findById(id) != null;
    }

    @Override
    public void close() {
        redis.close();
    }
}
