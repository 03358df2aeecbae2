package dev.larder.bench.session;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.bench.session.Contents.Preferences;
import dev.larder.bench.session.Contents.Profile;
import dev.larder.bench.session.Contents.Visit;
import dev.larder.crypto.Keyring;
import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.SaveResult;
import dev.larder.session.Session;
import dev.larder.session.SessionList;
import dev.larder.session.SessionLookup;
import dev.larder.session.SessionPolicy;
import dev.larder.session.Sessions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Larder's sessions with the defaults: every read touches, no near copies; unless those are wanted. */
final class LarderSessions implements SessionStore {

    private static final int NEAR_ENTRIES = 20_000;
    private static final int LONGEST_PAGE = 1_000;

    /** On a busy machine a call is slow rather than lost, as with the others. */
    private static final String PATIENT = "?timeout=10s&dead-after=30s";

    private final Larder larder;
    private final Sessions sessions;

    LarderSessions(String uri, boolean encrypted, boolean near) {
        LarderBuilder builder = Larder.builder()
                .redis(uri + PATIENT)
                .hashSecret("a secret that is known to all who read this".getBytes(StandardCharsets.US_ASCII));
        if (encrypted) {
            builder.keyring(keyring());
        }
        larder = builder.build();
        SessionPolicy.Builder policy = SessionPolicy.builder();
        if (near) {
            policy.nearEntries(NEAR_ENTRIES).touchEvery(Duration.ofMinutes(1));
        }
        sessions = Sessions.on(larder, policy.build());
    }

    private static Keyring keyring() {
        try {
            return Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String logIn(@Nullable String user, int number) {
        Grant grant = user == null ? sessions.create(Details.NONE) : sessions.login(user, Details.NONE);
        if (!(grant instanceof Grant.Granted granted)) {
            throw new IllegalStateException("no session was granted: " + grant);
        }
        Session session = granted.session();
        session.put(Contents.PROFILE, Profile.of(number))
                .put(Contents.PREFERENCES, Preferences.USUAL)
                .put(Contents.CSRF, Contents.csrf(number))
                .put(Contents.FACTORS, Contents.LOGGED_IN_BY)
                .put(Contents.VISIT, Visit.FIRST);
        save(session);
        return session.id();
    }

    private void save(Session session) {
        SaveResult result = sessions.save(session);
        if (!(result instanceof SaveResult.Saved)) {
            throw new IllegalStateException("a session was not saved: " + result);
        }
    }

    @Override
    public void cycle(String id) {
        SessionLookup lookup = sessions.read(id);
        if (!(lookup instanceof SessionLookup.Found found)) {
            throw new IllegalStateException("a session is gone: " + lookup);
        }
        Session session = found.session();
        Profile profile = session.get(Contents.PROFILE, Profile.class);
        Visit visit = session.get(Contents.VISIT, Visit.class);
        if (profile == null || visit == null || profile.role().isEmpty()) {
            throw new IllegalStateException("a session holds something else");
        }
        session.put(Contents.VISIT, visit.next());
        save(session);
    }

    @Override
    public void end(String id) {
        require(sessions.end(id));
    }

    private static void require(Delivery delivery) {
        if (delivery == Delivery.JOURNALED) {
            throw new IllegalStateException("Redis did not end it");
        }
    }

    @Override
    public boolean listsPages() {
        return true;
    }

    @Override
    public int listSome(String user) {
        return page(user, null, PAGE).sessions().size();
    }

    @Override
    public int listAll(String user) {
        int count = 0;
        String cursor = null;
        do {
            SessionList.Page page = page(user, cursor, LONGEST_PAGE);
            count += page.sessions().size();
            cursor = page.next();
        } while (cursor != null);
        return count;
    }

    private SessionList.Page page(String user, @Nullable String cursor, int limit) {
        SessionList list = sessions.list(user, cursor, limit);
        if (list instanceof SessionList.Page page) {
            return page;
        }
        throw new IllegalStateException("no list: " + list);
    }

    @Override
    public void endAll(String user) {
        require(sessions.endAll(user));
    }

    @Override
    public boolean isLive(String id) {
        return sessions.read(id) instanceof SessionLookup.Found;
    }

    @Override
    public void close() {
        larder.close();
    }
}
