package dev.larder.session.limit;

import dev.larder.Keyspace;
import dev.larder.redis.Command;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs {@code take.lua} with calls as they would be gathered, and shows the server's time by which it decided. */
final class Shots {

    private static final Script TAKE = Script.of(Gathering.class, "take.lua");
    private static final Script GIVE_BACK = Script.of(GivingBack.class, "give-back.lua");

    /** What came of one call. */
    record Shot(List<Want> wants, long now, boolean allowed, List<Standing> standings) {

        Standing standing() {
            return standings.get(0);
        }
    }

    private final Keyspace keyspace;
    private final Places places;

    Shots(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.places = new Places(keyspace, 1 << 10, System::nanoTime);
    }

    Want want(Ask ask, long patienceMicros, String permitId) {
        return new Want(places.find(ask.limit(), ask.key()), ask, patienceMicros, permitId);
    }

    /** A want whose state lies in a bucket of the test's choice. */
    Want wantIn(byte[] bucket, long id, Ask ask) {
        Form form = Form.of(ask.limit().algorithm());
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
        return new Want(new Place(ask.limit(), ask.key(), form, bucket, bytes, 0, 0), ask, 0, "");
    }

    byte[] key(String rest) {
        return keyspace.key(rest);
    }

    /** Gives back, or forgets, and returns of how many there was something. */
    long giveBack(List<GivingBack.Item> items) {
        List<byte[]> args = new ArrayList<>();
        items.forEach(item -> item.place().form.writeBack(item, args));
        return send(Command.script(
                GIVE_BACK, items.stream().map(item -> item.place().name).toList(), args));
    }

    /** Runs calls of one ask each in one script call. */
    List<Shot> singles(List<Want> wants) {
        return calls(wants.stream().map(List::of).toList());
    }

    /** Runs calls in one script call; in the order in which they are decided: equal ones together. */
    List<Shot> calls(List<List<Want>> calls) {
        Batch batch = new Batch();
        List<Shot> shots = new ArrayList<>();
        for (List<Want> call : calls) {
            batch.add(new Part(call) {
                @Override
                void decided(Figures figures, int from, long before, boolean allowed) {
                    List<Standing> standings = new ArrayList<>();
                    int at = from;
                    for (Want want : wants) {
                        standings.add(want.place().form.standing(want, figures, at, before, allowed));
                        at += want.place().form.figures();
                    }
                    shots.add(new Shot(wants, figures.now(), allowed, standings));
                }

                @Override
                void failed() {
                    throw new AssertionError("not asked");
                }
            });
        }
        long[] numbers = send(Command.scriptForNumbers(TAKE, batch.keys(), batch.args(Text.of((1L << 53) - 1))));
        if (numbers.length != batch.figures()) {
            throw new AssertionError(numbers.length + " figures in place of " + batch.figures());
        }
        batch.decided(new Figures(numbers, 0));
        return shots;
    }

    <T> T send(Command<T> command) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        keyspace.redis().send(command, new Reply<T>() {
            @Override
            public void onValue(@Nullable T value, boolean tracked) {
                answer.complete(value);
            }

            @Override
            public void onFailure(RedisException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer.join();
    }
}
