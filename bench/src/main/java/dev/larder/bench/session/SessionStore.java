package dev.larder.bench.session;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.session.data.redis.RedisSessionRepository;

/** Sessions in one Redis. All threads share it. */
public interface SessionStore extends AutoCloseable {

    /** With the defaults; values are JSON. */
    String LARDER = "larder";

    /** The same with near copies. */
    String LARDER_NEAR = "larder near";

    /** The same as the first with every value encrypted. */
    String LARDER_ENCRYPTED = "larder encrypted";

    /** {@code RedisSessionRepository} with the serialiser that it has by default. */
    String SPRING = "spring session";

    /** The same with the serialiser for JSON that its documentation names. */
    String SPRING_JSON = "spring session JSON";

    /** {@code RedisIndexedSessionRepository}, which can find the sessions of a user. */
    String SPRING_INDEXED = "spring session indexed";

    /** No store of sessions, but what the server and a client do at least. */
    String BARE_HASH = "bare hash";

    /** No store of sessions either, but what is left if reading costs nothing and saving checks nothing. */
    String BARE_WRITE = "bare write";

    /** The same in the least script that writes only what is there. */
    String BARE_CHECKED_WRITE = "bare checked write";

    /** The same for many callers in one script, which reads what it has written, so that Redis tells of the next change. */
    String BARE_COHERENT_WRITE = "bare coherent write";

    /** Those that store otherwise than each other. */
    List<String> STORING = List.of(LARDER, LARDER_ENCRYPTED, SPRING, SPRING_JSON, SPRING_INDEXED, BARE_HASH);

    /** Everybody. */
    List<String> ALL = Stream.concat(
                    STORING.stream(), Stream.of(LARDER_NEAR, BARE_WRITE, BARE_CHECKED_WRITE, BARE_COHERENT_WRITE))
            .toList();

    /** Those that can be asked for the sessions of a user. */
    List<String> INDEXED = List.of(LARDER, SPRING_INDEXED);

    /**
     * Connects.
     *
     * @param subject one of the names above
     * @param uri of the Redis
     */
    static SessionStore open(String subject, String uri) {
        return switch (subject) {
            case LARDER, LARDER_NEAR, LARDER_ENCRYPTED ->
                new LarderSessions(uri, subject.equals(LARDER_ENCRYPTED), subject.equals(LARDER_NEAR));
            case SPRING, SPRING_JSON -> new SpringSessions(uri, subject.equals(SPRING_JSON));
            case SPRING_INDEXED -> new SpringIndexedSessions(uri);
            case BARE_HASH -> new BareHash(uri);
            case BARE_WRITE -> new BareWrite(uri, BareWriter::unchecked);
            case BARE_CHECKED_WRITE -> new BareWrite(uri, BareWriter::checked);
            case BARE_COHERENT_WRITE -> new BareWrite(uri, CoherentWriter::new);
            default -> throw new IllegalArgumentException("no store of sessions is called " + subject);
        };
    }

    /** Returns the name of a subject with its version, where it is not of this build. */
    static String versioned(String subject) {
        String version = RedisSessionRepository.class.getPackage().getImplementationVersion();
        return subject.replace(SPRING, SPRING + " " + version);
    }

    /**
     * Makes a session with all its attributes.
     *
     * @param user who logs in; null for nobody in particular
     * @param number decides what the attributes hold
     * @return the ID
     */
    String logIn(@Nullable String user, int number);

    /** Loads a session, touches it, changes one of its attributes and saves it. */
    void cycle(String id);

    /** Ends a session. */
    void end(String id);

    /** Returns whether the sessions of a user can be had in pages. */
    default boolean listsPages() {
        return false;
    }

    /** Lists up to {@value #PAGE} sessions of a user, where they can be had in pages; returns how many there were. */
    default int listSome(String user) {
        throw new UnsupportedOperationException("it knows no pages");
    }

    /** Lists all sessions of a user, where there is an index of them; returns how many there were. */
    default int listAll(String user) {
        throw new UnsupportedOperationException("it has no index");
    }

    /** Sessions of a page. */
    int PAGE = 100;

    /** Ends all sessions of a user, where there is an index of them. */
    default void endAll(String user) {
        throw new UnsupportedOperationException("it has no index");
    }

    /** Returns whether a session is there. */
    boolean isLive(String id);

    @Override
    void close();
}
