package dev.larder.bench.session;

import dev.larder.bench.session.Contents.Preferences;
import dev.larder.bench.session.Contents.Profile;
import dev.larder.bench.session.Contents.Visit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** What an application does with Spring Session during a login and during a request, as its filter does it. */
final class SpringCycle {

    private SpringCycle() {}

    /** Creates a session with all its attributes. */
    static <S extends Session> String create(SessionRepository<S> sessions, int number, @Nullable String user) {
        S session = sessions.createSession();
        session.setAttribute(Contents.PROFILE, Profile.of(number));
        session.setAttribute(Contents.PREFERENCES, Preferences.USUAL);
        session.setAttribute(Contents.CSRF, Contents.csrf(number));
        session.setAttribute(Contents.FACTORS, Contents.LOGGED_IN_BY);
        session.setAttribute(Contents.VISIT, Visit.FIRST);
        if (user != null) {
            session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, user);
        }
        sessions.save(session);
        return session.getId();
    }

    /** Finds, touches, changes and saves. */
    static <S extends Session> void run(SessionRepository<S> sessions, String id) {
        S session = sessions.findById(id);
        if (session == null) {
            throw new IllegalStateException("a session is gone");
        }
        session.setLastAccessedTime(Instant.now());
        Profile profile = session.getRequiredAttribute(Contents.PROFILE);
        Visit visit = session.getRequiredAttribute(Contents.VISIT);
        if (profile.role().isEmpty()) {
            throw new IllegalStateException("a session holds something else");
        }
        session.setAttribute(Contents.VISIT, visit.next());
        sessions.save(session);
    }
}
