package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.NearKeys.Copy;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.near.CopyIndex;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisUnavailableException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a keyspace keeps near, and what has to leave, when replies, pushes and this process's own writes cross. */
class NearKeysIT {

    private static final String NOT_AT_HAND = "not at hand";

    private static EmbeddedRedis redis;

    private Foreign foreign;
    private FaultProxy proxy;
    private Larder larder;
    private Keyspace keyspace;
    private NearKeys<String> near;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        foreign = Foreign.at(redis);
        foreign.call("FLUSHALL");
        proxy = FaultProxy.to(redis.host(), redis.port());
        use(Quiet.larder(redis.uri(proxy)));
    }

    private void use(Larder made) {
        larder = made;
        keyspace = larder.keyspace("near");
        near = keyspace.near(100);
    }

    @AfterEach
    void close() {
        assertThat(index().blocked()).as("keys left blocked").isZero();
        larder.close();
        assertThat(index().size()).as("keys left listed").isZero();
        proxy.close();
        foreign.close();
    }

    private CopyIndex index() {
        return Waits.engine(larder).index().copies();
    }

    private static String name(String key) {
        return "larder:@near:{o}" + key;
    }

    private byte[] key(String key) {
        return keyspace.key("o", key);
    }

    private void put(String key, String value) {
        foreign.call("SET", name(key), value, "PX", "600000");
    }

    private Command<List<byte[]>> values(String... keys) {
        return Command.mget(Stream.of(keys).map(this::key).toList());
    }

    private static Copy<String> joined(List<byte[]> values) {
        String all = values.stream()
                .filter(Objects::nonNull)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        return Copy.of(all.isEmpty() ? null : all);
    }

    private String read(String id, String... keys) {
        return keyspace.await(executor -> near.read(id, values(keys), NearKeysIT::joined, executor))
                .value();
    }

    private CompletableFuture<String> reading(String id, String... keys) {
        return near.read(id, values(keys), NearKeysIT::joined, keyspace.executor())
                .thenApply(Copy::value)
                .toCompletableFuture();
    }

    private String found(String id) {
        Copy<String> copy = near.find(id);
        return copy == null ? NOT_AT_HAND : String.valueOf(copy.value());
    }

    /** The answer comes behind every push that the server sent before. */
    private void awaitPushes() {
        near.drop("pushes");
        read("pushes", "a-key-that-nobody-writes");
        near.drop("pushes");
    }

    private static final class Written implements Reply<Object> {
        final CompletableFuture<Object> done = new CompletableFuture<>();

        @Override
        public void onValue(Object value, boolean tracked) {
            done.complete(value);
        }

        @Override
        public void onFailure(RedisException failure) {
            done.completeExceptionally(failure);
        }
    }

    private CompletableFuture<Object> writing(String key, String value) {
        Written written = new Written();
        keyspace.write(Command.set(key(key), value.getBytes(StandardCharsets.UTF_8), 600_000), written);
        return written.done;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void find_afterARead_answersWithoutARoundTrip() {
        put("a", "1");
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(read("id", "a")).isEqualTo("1");
        proxy.clearCommandLog();

        assertThat(found("id")).isEqualTo("1");

        assertThat(proxy.commandLog()).isEmpty();
    }

    @Test
    void find_anyOfItsKeysChangedElsewhere_isGone() {
        for (String changed : List.of("a", "b")) {
            put("a", "1");
            put("b", "2");
            assertThat(read("id", "a", "b")).isEqualTo("1,2");
            assertThat(found("id")).isEqualTo("1,2");

            put(changed, "3");
            awaitPushes();

            assertThat(found("id")).isEqualTo(NOT_AT_HAND);
            assertThat(index().size()).isZero();
        }
    }

    @Test
    void find_keyOfManyCopiesChanged_allAreGone() {
        put("shared", "0");
        for (int i = 0; i < 20; i++) {
            put("own" + i, "1");
            assertThat(read("id" + i, "own" + i, "shared")).isEqualTo("1,0");
        }
        assertThat(index().size()).isEqualTo(21);

        put("own0", "2");
        awaitPushes();
        assertThat(found("id0")).isEqualTo(NOT_AT_HAND);
        assertThat(found("id1")).isEqualTo("1,0");

        put("shared", "3");
        awaitPushes();
        assertThat(near.size()).isZero();
        assertThat(index().size()).isZero();
    }

    @Test
    void find_ofNothing_isACopyUntilThereIsSomething() {
        assertThat(read("id", "a")).isNull();
        assertThat(found("id")).isEqualTo("null");

        put("a", "1");
        awaitPushes();

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(read("id", "a")).isEqualTo("1");
    }

    @Test
    void find_readByAScript_isGoneWhenAnyKeyChangesThatTheScriptRead() throws Exception {
        String source = "return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])}";
        String sha = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        Command<List<byte[]>> both =
                Command.scriptForList(new Script("both", source, sha), List.of(key("a"), key("b")), List.of());
        for (String changed : List.of("a", "b")) {
            put("a", "1");
            put("b", "2");
            assertThat(keyspace.await(executor -> near.read("id", both, NearKeysIT::joined, executor))
                            .value())
                    .isEqualTo("1,2");
            assertThat(found("id")).isEqualTo("1,2");

            put(changed, "3");
            awaitPushes();

            assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        }
    }

    @Test
    void read_changedBehindItsReply_isNotKept() throws Exception {
        put("a", "old");
        proxy.holdReplies();
        CompletableFuture<String> read = reading("id", "a");
        Waits.until(() -> proxy.heldReplyBytes() > 0);
        put("a", "new");

        proxy.heal();

        assertThat(await(read)).isEqualTo("old");
        awaitPushes();
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
    }

    @Test
    void read_changedBeforeItsReply_isKept() throws Exception {
        put("a", "old");
        assertThat(read("id", "a")).isEqualTo("old");
        proxy.holdReplies();
        put("a", "new");
        CompletableFuture<String> read = reading("id", "a");

        proxy.heal();

        assertThat(await(read)).isEqualTo("new");
        assertThat(found("id")).isEqualTo("new");
    }

    @Test
    void read_changedBetweenReplyAndDecoding_isNotKept() throws Exception {
        put("a", "old");
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Copy<String>> read =
                near.read("id", values("a"), NearKeysIT::joined, tasks::add).toCompletableFuture();
        Waits.until(() -> !tasks.isEmpty());
        put("a", "new");
        awaitPushes();

        tasks.remove().run();

        assertThat(await(read).value()).isEqualTo("old");
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(near.size()).isZero();
    }

    @Test
    void read_changedAndReadAgainBeforeTheFirstIsDecoded_keepsTheNewer() throws Exception {
        put("a", "old");
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Copy<String>> first =
                near.read("id", values("a"), NearKeysIT::joined, tasks::add).toCompletableFuture();
        Waits.until(() -> !tasks.isEmpty());
        put("a", "new");
        assertThat(read("id", "a")).isEqualTo("new");

        tasks.remove().run();

        assertThat(await(first).value()).isEqualTo("old");
        assertThat(found("id")).isEqualTo("new");
    }

    @Test
    void write_here_isObeyedBeforeItsReplyAndItsPush() throws Exception {
        put("a", "old");
        assertThat(read("id", "a", "b")).isEqualTo("old");
        proxy.clearCommandLog();
        proxy.holdReplies();

        CompletableFuture<Object> write = writing("a", "new");

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        Waits.until(() -> proxy.commandLog().contains("SET"));
        proxy.releaseReplies(1);
        assertThat(await(write)).isEqualTo("OK");
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        proxy.heal();
        assertThat(read("id", "a", "b")).isEqualTo("new");
        assertThat(found("id")).isEqualTo("new");
    }

    @Test
    void write_hereWhileAReadIsUnderWay_keepsItsReplyOut() throws Exception {
        put("a", "old");
        proxy.clearCommandLog();
        proxy.holdReplies();
        CompletableFuture<String> read = reading("id", "a");
        Waits.until(() -> proxy.commandLog().contains("MGET"));
        CompletableFuture<Object> write = writing("a", "new");
        Waits.until(() -> proxy.commandLog().contains("SET"));

        proxy.releaseReplies(2);

        assertThat(await(read)).isEqualTo("old");
        assertThat(await(write)).isEqualTo("OK");
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(near.size()).isZero();
        proxy.heal();
        assertThat(read("id", "a")).isEqualTo("new");
    }

    @Test
    void write_refused_blocksNothingAfterwards() {
        larder.close();
        use(Quiet.larder(redis.uri(proxy) + "?max-in-flight=1"));
        put("a", "old");
        proxy.clearCommandLog();
        proxy.holdReplies();
        CompletableFuture<String> read = reading("id", "a");
        Waits.until(() -> proxy.commandLog().contains("MGET"));

        assertThat(writing("a", "new"))
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(RedisUnavailableException.class);

        proxy.heal();
        assertThat(read).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("old");
        assertThat(found("id")).isEqualTo("old");
    }

    private NearKeys<String>.Reading twoParts(String id, String first, String second) {
        return near.reading(
                id,
                List.of(key(first), key(second)),
                List.of(values(first), values(second)),
                answers -> Copy.of(answers.stream()
                        .map(answer -> joined(texts(answer)).value())
                        .collect(Collectors.joining("|"))),
                keyspace.executor());
    }

    @SuppressWarnings("unchecked") // what an MGET answers
    private static List<byte[]> texts(Object answer) {
        return (List<byte[]>) answer;
    }

    @Test
    void reading_behindAWrite_keepsWhatIsWritten() throws Exception {
        put("a", "old");
        put("b", "other");
        assertThat(read("id", "a", "b")).isEqualTo("old,other");
        Written written = new Written();
        NearKeys<String>.Reading reading = twoParts("parts", "a", "b");
        List<Call<?>> calls = new ArrayList<>();
        calls.add(keyspace.writing(Command.set(key("a"), "new".getBytes(StandardCharsets.UTF_8), 600_000), written));
        calls.addAll(reading.calls());
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);

        keyspace.redis().sendAll(calls);

        assertThat(await(reading.result()).value()).isEqualTo("new|other");
        assertThat(written.done).isCompletedWithValue("OK");
        awaitPushes();
        assertThat(found("parts")).isEqualTo("new|other");
        put("b", "newer");
        awaitPushes();
        assertThat(found("parts")).isEqualTo(NOT_AT_HAND);
    }

    @Test
    void reading_changedBetweenItsAnswers_keepsNothing() throws Exception {
        put("a", "old");
        put("b", "old");
        NearKeys<String>.Reading reading = twoParts("parts", "a", "b");

        keyspace.redis().sendAll(List.of(reading.calls().get(0)));
        awaitPushes();
        put("a", "new");
        keyspace.redis().sendAll(List.of(reading.calls().get(1)));

        assertThat(await(reading.result()).value()).isEqualTo("old|old");
        assertThat(found("parts")).isEqualTo(NOT_AT_HAND);
        awaitPushes();
        assertThat(near.size()).isZero();
    }

    @Test
    void reading_answersInAnotherOrder_areThoseOfTheirCommands() throws Exception {
        put("a", "1");
        put("b", "2");
        NearKeys<String>.Reading reading = twoParts("parts", "a", "b");

        keyspace.redis().sendAll(List.of(reading.calls().get(1), reading.calls().get(0)));

        assertThat(await(reading.result()).value()).isEqualTo("1|2");
        assertThat(found("parts")).isEqualTo("1|2");
        put("b", "3");
        awaitPushes();
        assertThat(found("parts")).isEqualTo(NOT_AT_HAND);
    }

    @Test
    void reading_oneIsNotAnswered_failsAndKeepsNothing() {
        put("a", "1");
        foreign.call("HSET", name("b"), "f", "v");
        NearKeys<String>.Reading reading = near.reading(
                "parts",
                List.of(key("a"), key("b")),
                List.of(values("a"), Command.life(key("a")), Command.get(key("b"))),
                answers -> Copy.of("read"),
                keyspace.executor());

        keyspace.redis().sendAll(reading.calls());

        assertThat(reading.result())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(RedisException.class);
        assertThat(near.size()).isZero();
    }

    /** Sets a key, and reads it as the last step. */
    private static Script setAndRead() throws Exception {
        String source = "redis.call('SET', KEYS[1], ARGV[1], 'PX', 600000) redis.call('GET', KEYS[1]) return 1";
        String sha = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        return new Script("set-and-read", source, sha);
    }

    /** Sets a key through a copy, of which it is the first part. */
    private CompletableFuture<Boolean> writingThrough(NearKeys<String>.AtHand copy, String key, String value)
            throws Exception {
        CompletableFuture<Boolean> met = new CompletableFuture<>();
        Command<Long> command =
                Command.script(setAndRead(), List.of(key(key)), List.of(value.getBytes(StandardCharsets.UTF_8)));
        keyspace.redis().send(command, new Reply<Long>() {
            @Override
            public void onValue(Long done, boolean tracked) {
                met.complete(copy.changed(
                        key(key), now -> value + Objects.requireNonNull(now).replaceFirst("^[^,]*", "")));
            }

            @Override
            public void onFailure(RedisException failure) {
                met.completeExceptionally(failure);
            }
        });
        return met;
    }

    @Test
    void atHand_writtenThrough_holdsWhatWasWrittenUntilItChangesElsewhere() throws Exception {
        put("a", "0");
        put("b", "other");
        assertThat(read("id", "a", "b")).isEqualTo("0,other");

        for (int i = 1; i <= 100; i++) {
            NearKeys<String>.AtHand copy = Objects.requireNonNull(near.atHand("id"));
            assertThat(copy.value()).isEqualTo((i - 1) + ",other");
            assertThat(await(writingThrough(copy, "a", String.valueOf(i)))).isTrue();
            assertThat(found("id")).isEqualTo(i + ",other");
            awaitPushes();
            assertThat(found("id")).isEqualTo(i + ",other");
        }

        for (String changed : List.of("a", "b")) {
            assertThat(read("id", "a", "b")).isNotNull();
            assertThat(await(writingThrough(Objects.requireNonNull(near.atHand("id")), "a", "mine")))
                    .isTrue();
            put(changed, "theirs");
            awaitPushes();
            assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        }
    }

    @Test
    void atHand_changedElsewhereBefore_isNotMetAndLeavesNoCopy() throws Exception {
        for (String changed : List.of("a", "b")) {
            put("a", "1");
            put("b", "other");
            assertThat(read("id", "a", "b")).isEqualTo("1,other");
            NearKeys<String>.AtHand copy = Objects.requireNonNull(near.atHand("id"));
            put(changed, "theirs");

            assertThat(await(writingThrough(copy, "a", "mine"))).isFalse();

            awaitPushes();
            assertThat(found("id")).isEqualTo(NOT_AT_HAND);
            assertThat(read("id", "a", "b")).isEqualTo("a".equals(changed) ? "mine,other" : "mine,theirs");
        }
    }

    @Test
    void atHand_writtenThroughTwiceAtATime_holdsTheLast() throws Exception {
        put("a", "0");
        assertThat(read("id", "a")).isEqualTo("0");
        NearKeys<String>.AtHand copy = Objects.requireNonNull(near.atHand("id"));
        proxy.holdReplies();

        CompletableFuture<Boolean> one = writingThrough(copy, "a", "1");
        CompletableFuture<Boolean> other = writingThrough(copy, "a", "2");

        assertThat(found("id")).isEqualTo("0");
        proxy.heal();
        assertThat(await(one)).isTrue();
        assertThat(await(other)).isTrue();
        awaitPushes();
        assertThat(found("id")).isEqualTo("2");
    }

    @Test
    void atHand_readBeforeAndDecodedAfterwards_staysWhatWasWritten() throws Exception {
        put("a", "0");
        assertThat(read("id", "a")).isEqualTo("0");
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        CompletableFuture<Copy<String>> read =
                near.read("id", values("a"), NearKeysIT::joined, tasks::add).toCompletableFuture();
        Waits.until(() -> !tasks.isEmpty());
        assertThat(await(writingThrough(Objects.requireNonNull(near.atHand("id")), "a", "1")))
                .isTrue();

        tasks.remove().run();

        assertThat(await(read).value()).isEqualTo("0");
        assertThat(found("id")).isEqualTo("1");
    }

    @Test
    void write_byManyThreads_isAlwaysRead() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Background<Integer>> writers = new ArrayList<>();
        List<Background<Integer>> readers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            String own = "own" + w;
            writers.add(Background.run(() -> {
                for (int i = 1; i <= 300; i++) {
                    assertThat(await(writing(own, String.valueOf(i)))).isEqualTo("OK");
                    assertThat(foundOrRead(own)).isEqualTo(String.valueOf(i));
                }
                return 0;
            }));
            readers.add(Background.run(() -> {
                int last = 0;
                while (!over.get()) {
                    int now = Integer.parseInt(Objects.requireNonNullElse(foundOrRead(own), "0"));
                    assertThat(now).isGreaterThanOrEqualTo(last);
                    last = now;
                }
                return last;
            }));
        }
        for (Background<Integer> writer : writers) {
            writer.await();
        }
        over.set(true);
        for (Background<Integer> reader : readers) {
            assertThat(reader.await()).isBetween(0, 300);
        }
    }

    private String foundOrRead(String key) {
        Copy<String> copy = near.find(key);
        return copy == null ? read(key, key, "shared") : copy.value();
    }

    @Test
    void find_serverFlushed_isGone() {
        put("a", "1");
        assertThat(read("id", "a")).isEqualTo("1");

        foreign.call("FLUSHALL");
        awaitPushes();

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(index().size()).isZero();
    }

    @Test
    void find_connectionReplaced_isGone() {
        put("a", "1");
        assertThat(read("id", "a")).isEqualTo("1");

        proxy.reset();
        Waits.until(() -> proxy.accepted() == 2 && larder.coherent());

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(index().size()).isZero();
    }

    @Test
    void find_nothingHeardForTheStalenessBound_isNotAnswered() {
        larder.close();
        use(Connected.to(redis.uri(proxy) + "?timeout=20s&dead-after=60s"));
        put("a", "1");
        assertThat(read("id", "a")).isEqualTo("1");
        proxy.blackHoleReplies();

        Waits.until(() -> near.find("id") == null);
        put("a", "2");
        proxy.heal();
        Waits.until(larder::coherent);

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(read("id", "a")).isEqualTo("2");
    }

    @Test
    void find_itsLifeIsOver_isNotAnswered() {
        Duration life = Duration.ofMillis(300);
        put("a", "1");
        keyspace.await(executor ->
                near.read("id", values("a"), values -> new Copy<>(joined(values).value(), life), executor));
        long read = System.nanoTime();

        Waits.untilPassed(read, life);
        assertThat(found("id")).isEqualTo(NOT_AT_HAND);

        assertThat(read("id", "a")).isEqualTo("1");
        assertThat(found("id")).isEqualTo("1");
    }

    @Test
    void read_noLifeOrUnreadable_keepsNothing() {
        put("a", "1");
        keyspace.await(executor -> near.read("id", values("a"), values -> new Copy<>("1", Duration.ZERO), executor));
        assertThat(near.size()).isZero();

        assertThatThrownBy(() -> keyspace.await(executor -> near.read(
                        "id",
                        values("a"),
                        values -> {
                            throw new IllegalStateException("unreadable");
                        },
                        executor)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unreadable");
        assertThat(near.size()).isZero();
        assertThat(index().size()).isZero();
    }

    @Test
    void read_moreThanThereIsRoomFor_leavesNothingListed() {
        NearKeys<String> few = keyspace.near(2);
        for (int i = 0; i < 50; i++) {
            String own = "own" + i;
            keyspace.await(executor -> few.read(own, values(own, "shared"), NearKeysIT::joined, executor));
        }

        Waits.until(() -> few.size() <= 2);

        Waits.until(() -> index().size() == few.size() + 1);
    }

    @Test
    void drop_ofAnId_leavesNothingListed() {
        put("a", "1");
        assertThat(read("id", "a", "b")).isEqualTo("1");

        near.drop("id");

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThat(index().size()).isZero();
    }

    @Test
    void touchHottest_somethingKeptNear_isShownToTheServer() {
        put("a", "1");
        assertThat(read("id", "a", "b")).isEqualTo("1");
        proxy.clearCommandLog();

        ((TieredLarder) larder).touchHottest();
        awaitPushes();

        assertThat(proxy.commandLog()).contains("TOUCH");
        assertThat(found("id")).isEqualTo("1");
    }

    @Test
    void find_afterTheEnd_isNotAnswered() {
        put("a", "1");
        assertThat(read("id", "a")).isEqualTo("1");

        larder.close();

        assertThat(found("id")).isEqualTo(NOT_AT_HAND);
        assertThatThrownBy(() -> read("id", "a")).isInstanceOf(RedisUnavailableException.class);
    }
}
