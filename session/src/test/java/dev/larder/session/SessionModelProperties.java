package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Two requests with one session, step by step, against a map with versions. */
class SessionModelProperties {

    private static Grounds grounds;
    private static Sessions checked;
    private static Sessions lastWins;

    @BeforeContainer
    static void start() {
        grounds = new Grounds();
        checked = grounds.sessions(policy -> policy.conflict(SessionPolicy.Conflict.VERSION_CHECK));
        lastWins = grounds.sessions();
    }

    @AfterContainer
    static void stop() {
        grounds.close();
    }

    enum Kind {
        PUT,
        REMOVE,
        SAVE,
        READ,
        ROTATE
    }

    record Step(Kind kind, int request, String attribute) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Kind.values()), Arbitraries.integers().between(0, 1), Arbitraries.of("a", "b"))
                .as(Step::new)
                .list()
                .ofMaxSize(20);
    }

    /** What one request knows and wants; values are numbers, each used once, so that they are their own versions. */
    private static final class Request {
        private Session session;
        private Map<String, Integer> known;
        private final Map<String, @Nullable Integer> wanted = new HashMap<>();

        Request(Session session, Map<String, Integer> store) {
            this.session = session;
            this.known = new HashMap<>(store);
        }
    }

    @Property(tries = 150)
    void save_withVersionCheck_isThatOfTheModel(@ForAll("steps") List<Step> steps) {
        play(checked, true, steps);
    }

    @Property(tries = 150)
    void save_theLastWins_isThatOfTheModel(@ForAll("steps") List<Step> steps) {
        play(lastWins, false, steps);
    }

    private static void play(Sessions sessions, boolean check, List<Step> steps) {
        String first = granted(sessions.create(Details.NONE)).id();
        Map<String, Integer> store = new HashMap<>();
        Request[] requests = {
            new Request(found(sessions.read(first)), store), new Request(found(sessions.read(first)), store)
        };
        int value = 0;
        int rotations = 0;
        for (Step step : steps) {
            Request request = requests[step.request()];
            switch (step.kind()) {
                case PUT -> {
                    value++;
                    request.session.put(step.attribute(), value);
                    request.wanted.put(step.attribute(), value);
                }
                case REMOVE -> {
                    request.session.remove(step.attribute());
                    request.wanted.put(step.attribute(), null);
                }
                case SAVE -> save(sessions, check, request, store);
                case READ -> {
                    request.session = found(sessions.read(request.session.id()));
                    request.known = new HashMap<>(store);
                    request.wanted.clear();
                }
                case ROTATE -> {
                    rotations++;
                    if (rotations <= SessionKeys.CHAIN) {
                        request.session = granted(sessions.rotate(request.session));
                    }
                }
            }
        }
        Session last = found(sessions.read(first));
        assertThat(last.names()).isEqualTo(store.keySet());
        store.forEach(
                (name, stored) -> assertThat(last.get(name, Integer.class)).isEqualTo(stored));
    }

    private static void save(Sessions sessions, boolean check, Request request, Map<String, Integer> store) {
        Set<String> conflicts = new TreeSet<>();
        if (check) {
            request.wanted.forEach((name, wanted) -> {
                Integer there = store.get(name);
                boolean asKnown = java.util.Objects.equals(there, request.known.get(name));
                if (!asKnown && !java.util.Objects.equals(there, wanted)) {
                    conflicts.add(name);
                }
            });
        }
        SaveResult result = sessions.save(request.session);
        if (!conflicts.isEmpty()) {
            assertThat(result).isEqualTo(new SaveResult.Conflict(conflicts));
            return;
        }
        assertThat(result).isEqualTo(new SaveResult.Saved());
        request.wanted.forEach((name, wanted) -> {
            if (wanted == null) {
                store.remove(name);
                request.known.remove(name);
            } else {
                store.put(name, wanted);
                request.known.put(name, wanted);
            }
        });
        request.wanted.clear();
    }
}
