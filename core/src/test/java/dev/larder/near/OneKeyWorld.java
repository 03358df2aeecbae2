package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.far.RedisKey;
import dev.larder.far.Watches;
import dev.larder.load.Flight;
import dev.larder.load.Flights;
import dev.larder.near.Interleavings.Actor;
import dev.larder.near.Interleavings.Script;
import dev.larder.tag.TagVersion;
import dev.larder.tag.TagVersions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One key, one tag and one process, with its real near tier, versions, watches and flights; the source, the server and the
 * connection are made here.
 *
 * <p>The server executes the commands of the connection in their order, whenever it is its turn; it announces a command of
 * the process to the process itself behind the answer to that command. The I/O thread takes one answer a step, and two for
 * a push: first the watches, then the near tier. Values are the versions of the source, so older is smaller.
 */
final class OneKeyWorld implements Interleavings.World {

    static final String KEY = "k";
    static final String TAG = "t";

    private static final RedisKey REDIS_KEY = new RedisKey(KEY.getBytes(StandardCharsets.UTF_8));

    /** What is in place: nothing has the id 0. */
    record Place(boolean marker, long id, int value, long tag) {
        static final Place NOTHING = new Place(false, 0, 0, 0);

        boolean isEntry() {
            return id != 0 && !marker;
        }
    }

    private record Command(String name, Runnable execute, Runnable onFailure) {}

    private record Message(String name, Runnable handle, Runnable onLoss) {}

    private final PushIndex index = new PushIndex();
    final NearTier<String, Integer> near = new NearTier<>(true, 10, 0, index);
    final TagVersions tags = new TagVersions(10);
    final Watches watches = new Watches();
    final Flights<String, Integer> flights = new Flights<>();

    private final List<Actor> actors = new ArrayList<>();
    private final Deque<Command> commands = new ArrayDeque<>();
    private final Deque<Message> wire = new ArrayDeque<>();

    private int source;
    private Place place = Place.NOTHING;
    private long tag = 1;
    private long ids;
    private boolean tracked;
    private boolean tagTracked;
    private boolean up = true;

    /** What is to be done if the answer to the command being executed is lost. */
    private Runnable onLoss = () -> {};

    /** The oldest value that may still be answered by whoever has heard of everything. */
    private int bound;

    /** The oldest value that this process may still answer, since it has handled an answer that came after. */
    private int proven;

    OneKeyWorld() {
        actors.add(actor("server", commands, command -> {
            onLoss = command.onFailure;
            command.execute.run();
            return command.name;
        }));
        actors.add(actor("I/O", wire, message -> {
            message.handle.run();
            return message.name;
        }));
    }

    private static <T> Actor actor(String name, Deque<T> queue, java.util.function.Function<T, String> act) {
        return new Actor() {
            @Override
            public boolean ready() {
                return !queue.isEmpty();
            }

            @Override
            public String step() {
                return name + ": " + act.apply(queue.remove());
            }
        };
    }

    // ---- The server.

    /** Puts an entry of the newest value in place, as if somebody else had loaded it before. */
    OneKeyWorld stored() {
        place = new Place(false, ++ids, source, tag);
        return this;
    }

    /** Gives a lease to a flight, tracked and watched, as if it had asked for it before. */
    void leased(long marker, Flight<String, Integer> flight) {
        place = new Place(true, marker, 0, 0);
        tracked = true;
        watch(flight);
    }

    int changeSource() {
        return ++source;
    }

    /** Somebody else deletes the key, after he has changed the source. */
    void deletedElsewhere(int value) {
        bound = Math.max(bound, value);
        replace(Place.NOTHING);
    }

    /** Somebody else writes an entry, after he has changed the source. */
    void writtenElsewhere(int value) {
        bound = Math.max(bound, value);
        replace(new Place(false, ++ids, value, tag));
    }

    /** Somebody else invalidates the tag, after he has changed the source. */
    void tagReplacedElsewhere(int value) {
        bound = Math.max(bound, value);
        tag++;
        pushTag();
    }

    private void replace(Place next) {
        boolean changed = next.id != place.id;
        place = next;
        if (changed) {
            push();
        }
    }

    private void push() {
        if (tracked) {
            tracked = false;
            int at = bound;
            wire.add(new Message("push, watches", () -> watches.fire(REDIS_KEY), () -> {}));
            wire.add(new Message(
                    "push, near tier",
                    () -> {
                        index.invalidate(REDIS_KEY);
                        prove(at);
                    },
                    () -> {}));
        }
    }

    private void pushTag() {
        if (tagTracked) {
            tagTracked = false;
            int at = bound;
            wire.add(new Message(
                    "push of the tag",
                    () -> {
                        tags.forget(TAG);
                        prove(at);
                    },
                    () -> {}));
        }
    }

    private void send(String name, Runnable execute, Runnable onFailure) {
        if (up) {
            commands.add(new Command(name, execute, onFailure));
        } else {
            onFailure.run();
        }
    }

    private void answer(String name, Runnable handle) {
        int at = bound;
        wire.add(new Message(
                "answer to " + name,
                () -> {
                    handle.run();
                    prove(at);
                },
                onLoss));
    }

    private void prove(int at) {
        proven = Math.max(proven, at);
    }

    void get(Consumer<Place> onPlace) {
        send(
                "GET",
                () -> {
                    tracked = true;
                    Place found = place;
                    answer("GET", () -> onPlace.accept(found));
                },
                () -> onPlace.accept(Place.NOTHING));
    }

    void readTag(Consumer<TagVersion> onVersion) {
        send(
                "MGET",
                () -> {
                    tagTracked = true;
                    long found = tag;
                    answer("MGET", () -> onVersion.accept(tags.learn(TAG, found, System.nanoTime())));
                },
                () -> onVersion.accept(TagVersion.untracked(0)));
    }

    void delete(int value, Runnable onDone) {
        send(
                "DEL",
                () -> {
                    bound = Math.max(bound, value);
                    answer("DEL", onDone);
                    replace(Place.NOTHING);
                },
                onDone);
    }

    void set(NearEntry<String, Integer> entry, int value, Consumer<Boolean> onDone) {
        send(
                "SET",
                () -> {
                    bound = Math.max(bound, value);
                    answer("SET", () -> {});
                    replace(new Place(false, entry.id, value, tag));
                },
                () -> {});
        prefix(entry, onDone);
    }

    void replaceTag(int value, Runnable onDone) {
        send(
                "replace-tags",
                () -> {
                    bound = Math.max(bound, value);
                    tag++;
                    answer("replace-tags", onDone);
                    pushTag();
                },
                onDone);
    }

    void lease(long marker, Consumer<Boolean> onOwned) {
        send(
                "SET NX",
                () -> {
                    answer("SET NX", () -> {});
                    if (place.id == 0) {
                        replace(new Place(true, marker, 0, 0));
                    }
                },
                () -> {});
        get(found -> onOwned.accept(found.marker && found.id == marker));
    }

    /** {@code swap.lua} and the read of the first bytes; done if it is still in place, and tracked. */
    void fill(long marker, NearEntry<String, Integer> entry, int value, long versionOfTag, Consumer<Boolean> onDone) {
        boolean[] swapped = new boolean[1];
        send(
                "swap",
                () -> {
                    tracked = true;
                    boolean match = place.marker && place.id == marker;
                    answer("swap", () -> {
                        swapped[0] = match;
                        if (!match) {
                            onDone.accept(false);
                        }
                    });
                    if (match) {
                        replace(new Place(false, entry.id, value, versionOfTag));
                    }
                },
                () -> onDone.accept(false));
        prefix(entry, inPlace -> {
            if (swapped[0]) {
                onDone.accept(inPlace);
            }
        });
    }

    private void prefix(NearEntry<String, Integer> entry, Consumer<Boolean> onInPlace) {
        send(
                "GETRANGE",
                () -> {
                    tracked = true;
                    boolean inPlace = place.isEntry() && place.id == entry.id;
                    answer("GETRANGE", () -> onInPlace.accept(inPlace));
                },
                () -> onInPlace.accept(false));
    }

    // ---- The process.

    long nextId() {
        return ++ids;
    }

    int source() {
        return source;
    }

    NearEntry<String, Integer> entry(long id) {
        return new NearEntry<>(KEY, REDIS_KEY, 0, 1, id);
    }

    static void publish(NearEntry<String, Integer> entry, int value, TagVersion... versions) {
        entry.publish(value, versions, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0);
    }

    void watch(Flight<String, Integer> flight) {
        watches.add(REDIS_KEY, flight::leaseLost);
    }

    /** Adds an actor. */
    Script script(String name) {
        Script script = new Script(name);
        actors.add(script);
        return script;
    }

    /** Adds the loss of the connection and the next one. */
    void connectionLost() {
        script("connection")
                .then("loss", () -> {
                    up = false;
                    tracked = false;
                    tagTracked = false;
                    List<Runnable> unanswered = new ArrayList<>();
                    wire.forEach(message -> unanswered.add(message.onLoss));
                    commands.forEach(command -> unanswered.add(command.onFailure));
                    wire.clear();
                    commands.clear();
                    unanswered.forEach(Runnable::run);
                })
                .then("flush of tags", tags::forgetAll)
                .then("flush of watches", watches::fireAll)
                .then("flush of the near tier", () -> index.flush(slot -> true))
                .then("next connection", () -> up = true);
    }

    /** The value that a reader would get from the near tier now, or null. */
    @Nullable
    Integer served() {
        NearEntry<String, Integer> entry = near.find(KEY);
        return up && entry != null && entry.current(tags) ? entry.value() : null;
    }

    @Override
    public List<Actor> actors() {
        return actors;
    }

    @Override
    public void afterStep() {
        Integer served = served();
        if (served != null && served < proven) {
            throw new AssertionError("near is " + served + ", but this process has heard of " + proven);
        }
        if (place.isEntry() && place.tag == tag && place.value < bound) {
            throw new AssertionError("Redis has " + place.value + ", but " + bound + " was announced");
        }
    }

    /** Everything has been delivered: what is near is what the server has, and tracked, and listed for its push. */
    @Override
    public void atEnd() {
        for (Actor actor : actors) {
            if (actor instanceof Script script) {
                assertThat(script.over()).as("all actors are through").isTrue();
            }
        }
        NearEntry<String, Integer> entry = near.find(KEY);
        assertThat(index.size()).as("entries listed").isEqualTo(entry == null ? 0 : 1);
        if (entry != null) {
            assertThat(entry.withheld()).as("withheld").isFalse();
            assertThat(place.isEntry() && place.id == entry.id)
                    .as("near is in place")
                    .isTrue();
            assertThat(tracked).as("near is tracked").isTrue();
            Integer served = served();
            assertThat(served == null || served == place.value).as("same value").isTrue();
        }
        // One more push has to find whatever is there.
        index.invalidate(REDIS_KEY);
        assertThat(near.find(KEY)).isNull();
    }
}
