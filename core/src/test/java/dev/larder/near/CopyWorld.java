package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.far.RedisKey;
import dev.larder.near.Interleavings.Actor;
import dev.larder.near.Interleavings.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two keys and one process with its real {@link Copies} and {@link CopyIndex}; the server and the connection are made here.
 *
 * <p>The server executes the commands of the connection in their order, whenever it is its turn, and announces a change of what
 * was read since the last announcement: to the process that made it behind the answer. What is kept of both keys is the sum of
 * their values, which only grow.
 */
final class CopyWorld implements Interleavings.World {

    private static final String ID = "id";
    private static final List<RedisKey> KEYS = List.of(key("a"), key("b"));
    private static final int PLACE = 0;

    private record Command(String name, Runnable execute) {}

    private record Message(String name, Runnable handle) {}

    /** An answer, which the process counts. */
    private Message answer(String name, Runnable handle) {
        return new Message(name, () -> {
            index.answered();
            handle.run();
        });
    }

    private final CopyIndex index = new CopyIndex();
    private final Copies<Integer> copies = new Copies<>(10, index);
    private final List<Actor> actors = new ArrayList<>();
    private final Deque<Command> commands = new ArrayDeque<>();
    private final Deque<Message> wire = new ArrayDeque<>();
    private final int[] values = {1, 1};
    private final Set<Integer> tracked = new HashSet<>();

    /** The least that may be answered: what this process has heard of, by a push or by the answer to a write of its own. */
    private int bound;

    /** Writes of this process that have begun and were not answered. */
    private int writing;

    private int served;

    CopyWorld() {
        actors.add(actor("server", commands, command -> {
            command.execute.run();
            return command.name;
        }));
        actors.add(actor("I/O", wire, message -> {
            message.handle.run();
            return message.name;
        }));
    }

    private static RedisKey key(String name) {
        return new RedisKey(name.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> Actor actor(String name, Deque<T> queue, Function<T, String> act) {
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

    /** What a reply has brought and nobody has decoded yet. */
    private static final class Answer {
        boolean here;
        int sum;
        int revision;

        @Nullable
        NearCopy<Integer> copy;
    }

    /** Somebody who reads both keys and publishes what the answer was decoded to. */
    CopyWorld reader(String name) {
        Answer answer = new Answer();
        actors.add(new Script(name)
                .then(
                        "sends a read",
                        () -> commands.add(new Command("reads", () -> {
                            tracked.addAll(List.of(0, 1));
                            int sum = sum();
                            wire.add(answer(name + " is answered " + sum, () -> {
                                answer.sum = sum;
                                answer.copy = copies.admit(ID, KEYS, PLACE);
                                answer.revision = answer.copy == null ? 0 : answer.copy.revision();
                                answer.here = true;
                            }));
                        })))
                .when(() -> answer.here, "publishes", () -> {
                    if (answer.copy != null) {
                        answer.copy.publish(answer.sum, Long.MAX_VALUE / 2, answer.revision);
                    }
                }));
        return this;
    }

    /** Somebody of this process who changes one key. */
    CopyWorld writer(String name, int changed) {
        actors.add(new Script(name)
                .then("blocks", () -> {
                    index.block(List.of(KEYS.get(changed)));
                    writing++;
                })
                .then("sends a write", () -> commands.add(new Command("is written", () -> written(name, changed)))));
        return this;
    }

    /** A copy that is there from the start. */
    CopyWorld copied() {
        tracked.addAll(List.of(0, 1));
        NearCopy<Integer> copy = Objects.requireNonNull(copies.admit(ID, KEYS, PLACE));
        copy.publish(sum(), Long.MAX_VALUE / 2, copy.revision());
        return this;
    }

    /** A write of this process that may go through the copy. */
    private final class Passage {
        @Nullable
        NearCopy<Integer> through;

        boolean answered;
        boolean met;
    }

    /** Somebody of this process who changes one key through the copy that he finds, and if somebody else was first, once more, by a write. */
    CopyWorld writerThroughTheCopy(String name, int changed) {
        Passage passage = new Passage();
        actors.add(new Script(name)
                .then("finds a copy", () -> {
                    NearCopy<Integer> copy = copies.find(ID);
                    passage.through = copy != null && copy.answer(Long.MAX_VALUE / 2) != null ? copy : null;
                    passage.answered = passage.through == null;
                })
                .then("sends", () -> {
                    if (passage.through != null) {
                        commands.add(new Command("is written and read", () -> writtenAndRead(name, passage, changed)));
                    }
                })
                .when(() -> passage.answered, "blocks, unless it went through", () -> {
                    if (!passage.met) {
                        index.block(List.of(KEYS.get(changed)));
                        writing++;
                    }
                })
                .then("sends a write, unless it went through", () -> {
                    if (!passage.met) {
                        commands.add(new Command("is written", () -> written(name, changed)));
                    }
                }));
        return this;
    }

    private void writtenAndRead(String name, Passage passage, int changed) {
        values[changed]++;
        int sum = sum();
        wire.add(answer(name + " is answered", () -> {
            passage.met = Objects.requireNonNull(passage.through).change(KEYS.get(changed), before -> before + 1);
            passage.answered = true;
            if (passage.met) {
                bound = Math.max(bound, sum);
            }
        }));
        push(changed, sum);
        tracked.add(changed);
    }

    private void written(String name, int changed) {
        values[changed]++;
        int sum = sum();
        wire.add(answer(name + " is answered", () -> {
            index.unblock(List.of(KEYS.get(changed)));
            writing--;
            bound = Math.max(bound, sum);
        }));
        push(changed, sum);
    }

    /** Another process that changes one key. */
    CopyWorld stranger(int changed) {
        actors.add(new Script("stranger").then("writes", () -> {
            values[changed]++;
            push(changed, sum());
        }));
        return this;
    }

    /** The server is emptied of what it tracks: a flush. */
    CopyWorld flush() {
        actors.add(new Script("server").then("forgets what it tracks", () -> {
            tracked.clear();
            wire.add(new Message("a flush", () -> index.flush(slot -> slot == PLACE)));
        }));
        return this;
    }

    private void push(int changed, int sum) {
        if (tracked.remove(changed)) {
            wire.add(new Message("a push", () -> {
                index.pushed(KEYS.get(changed));
                bound = Math.max(bound, sum);
            }));
        }
    }

    private int sum() {
        return values[0] + values[1];
    }

    private @Nullable Integer answer() {
        NearCopy<Integer> copy = copies.find(ID);
        return copy == null ? null : copy.answer(Long.MAX_VALUE / 2);
    }

    @Override
    public List<Actor> actors() {
        return actors;
    }

    @Override
    public void afterStep() {
        Integer answer = answer();
        if (answer != null) {
            served++;
            assertThat(writing).as("answered while this process writes").isZero();
            assertThat(answer).as("answered older than what was heard of").isGreaterThanOrEqualTo(bound);
        }
    }

    @Override
    public void atEnd() {
        Integer answer = answer();
        assertThat(answer == null ? sum() : answer)
                .as("answered when all was heard")
                .isEqualTo(sum());
        assertThat(index.blocked()).as("keys left blocked").isZero();
        assertThat(index.size()).as("keys listed").isEqualTo(copies.size() == 0 ? 0 : KEYS.size());
    }

    /** Returns how often something was answered. */
    int served() {
        return served;
    }
}
