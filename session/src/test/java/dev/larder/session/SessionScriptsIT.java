package dev.larder.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Keyspace;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.ServerUser;
import dev.larder.redis.Command;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts by themselves: what their headers promise and no call of {@link Sessions} gets to see. */
final class SessionScriptsIT {

    private static final String NEVER = "9999999999999";
    private static final String LONG_AGO = "1";
    private static final String DAY = "86400000";

    private static Grounds grounds;
    private static Keyspace keyspace;

    @BeforeAll
    static void start() {
        List<String> rules = new ArrayList<>(
                Rights.of(Component.SESSION, Place.SERVER, "larder").rules());
        rules.add("~*");
        grounds = new Grounds(EmbeddedRedis.builder()
                .user(new ServerUser("scripts", "of-any-key", rules))
                .start());
        keyspace = grounds.larder(builder -> builder).keyspace("scripts");
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    @BeforeEach
    void empty() {
        grounds.command("FLUSHALL");
    }

    private static List<String> run(Script script, List<String> keys, String... args) {
        return run(script, keys, bytes(Arrays.asList(args)));
    }

    private static List<String> run(Script script, List<String> keys, List<byte[]> args) {
        Command<List<byte[]>> command = Command.scriptForList(script, bytes(keys), args);
        return keyspace.await(executor -> {
            CompletableFuture<List<String>> future = new CompletableFuture<>();
            keyspace.redis().send(command, new Reply<List<byte[]>>() {
                @Override
                public void onValue(@Nullable List<byte[]> value, boolean tracked) {
                    future.complete(
                            value == null
                                    ? List.of()
                                    : value.stream().map(Replies::text).toList());
                }

                @Override
                public void onFailure(RedisException failure) {
                    future.completeExceptionally(failure);
                }
            });
            return future;
        });
    }

    private static long count(Script script, List<String> keys, String... args) {
        Command<Long> command = Command.script(script, bytes(keys), bytes(Arrays.asList(args)));
        return keyspace.await(executor -> {
            CompletableFuture<Long> future = new CompletableFuture<>();
            keyspace.redis().send(command, new Reply<Long>() {
                @Override
                public void onValue(@Nullable Long value, boolean tracked) {
                    future.complete(value);
                }

                @Override
                public void onFailure(RedisException failure) {
                    future.completeExceptionally(failure);
                }
            });
            return future;
        });
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static void login(String key, String handle) {
        assertThat(run(Commands.LOGIN, List.of(key, "u", "i"), NEVER, DAY, DAY, "d", handle, "epoch001", "0", "e"))
                .hasSize(1);
    }

    /** What an update is told of one session: its shape, then its fields and values. */
    private static List<String> update(boolean touches, String... fieldsAndValues) {
        int fields = fieldsAndValues.length / 2;
        List<String> args = new ArrayList<>(List.of(String.valueOf(touches ? fields + 128 : fields)));
        args.addAll(List.of(fieldsAndValues));
        return args;
    }

    private static List<String> runUpdates(String late, List<String> keys, List<List<String>> updates) {
        byte[] shapes = new byte[updates.size()];
        List<byte[]> args = new ArrayList<>(bytes(List.of(late, DAY)));
        args.add(shapes);
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = (byte) Integer.parseInt(updates.get(i).get(0));
            args.addAll(bytes(updates.get(i).subList(1, updates.get(i).size())));
        }
        return run(Updates.UPDATE, keys, args);
    }

    @Test
    void update_ofFieldsThatAreThere_writesThem() {
        login("one", "h1");
        login("two", "h2");
        grounds.command("HSET", "one", "a:a", "old", "a:b", "old");
        grounds.command("HSET", "two", "a:a", "old", "a:b", "old", "a:c", "old");
        grounds.command("PEXPIRE", "one", "5000000");
        grounds.command("PEXPIRE", "two", "5000000");

        assertThat(runUpdates(
                        NEVER,
                        List.of("one", "two"),
                        List.of(update(false, "a:a", "1"), update(true, "a:a", "2", "a:b", "3", "a:c", "4"))))
                .containsExactly("1", "1");

        assertThat(grounds.command("HMGET", "one", "a:a", "a:b")).isEqualTo("[1, old]");
        assertThat(grounds.command("HMGET", "two", "a:a", "a:b", "a:c")).isEqualTo("[2, 3, 4]");
        assertThat(life("one")).isLessThanOrEqualTo(5_000_000);
        assertThat(life("two")).isGreaterThan(80_000_000);
    }

    @Test
    void update_ofWhatIsNotThere_writesNothingOfItAndEverythingElse() {
        login("one", "h1");
        grounds.command("HSET", "one", "a:a", "old", "a:b", "old");
        grounds.command("HSET", "tomb", "x", "e");
        grounds.command("SET", "text", "of somebody else");

        assertThat(runUpdates(
                        NEVER,
                        List.of("one", "tomb", "none", "text", "one", "one"),
                        List.of(
                                update(true, "a:a", "1", "a:c", "2", "a:b", "3"),
                                update(true, "a:a", "4"),
                                update(true, "a:a", "5", "a:b", "6"),
                                update(true, "a:a", "7"),
                                update(true, "a:c", "8", "a:a", "9"),
                                update(false, "a:b", "12"))))
                .containsExactly("0", "0", "0", "0", "0", "1");

        assertThat(grounds.command("HKEYS", "one")).isEqualTo("[m, d, a:a, a:b]");
        assertThat(grounds.command("HMGET", "one", "a:a", "a:b")).isEqualTo("[old, 12]");
        assertThat(grounds.command("HGETALL", "tomb")).isEqualTo("[x, e]");
        assertThat(grounds.command("EXISTS", "none")).isEqualTo("0");
        assertThat(grounds.command("GET", "text")).isEqualTo("of somebody else");
        assertThat(grounds.command("PTTL", "tomb")).isEqualTo("-1");
    }

    @Test
    void update_ofManyFields_writesAllOfThem() {
        login("one", "h1");
        String[] fields = new String[2 * Update.MOST];
        for (int i = 0; i < Update.MOST; i++) {
            fields[2 * i] = "a:" + i;
            fields[2 * i + 1] = "new " + i;
            grounds.command("HSET", "one", "a:" + i, "old");
        }

        assertThat(runUpdates(NEVER, List.of("one"), List.of(update(true, fields))))
                .containsExactly("1");

        assertThat(grounds.command("HMGET", "one", "a:0", "a:126")).isEqualTo("[new 0, new 126]");
    }

    @Test
    void update_tooLate_writesNothing() {
        login("one", "h1");
        grounds.command("HSET", "one", "a:a", "old");

        assertThat(runUpdates(LONG_AGO, List.of("one"), List.of(update(true, "a:a", "1"))))
                .isEmpty();

        assertThat(grounds.command("HMGET", "one", "a:a")).isEqualTo("[old]");
    }

    private static long life(String key) {
        return Long.parseLong(grounds.command("PTTL", key));
    }

    @Test
    void create_orLogin_tooLate_makesNothing() {
        assertThatThrownBy(() -> run(Commands.CREATE, List.of("s"), LONG_AGO, DAY, DAY, "d"))
                .hasMessageContaining("TOOLATE");
        assertThatThrownBy(() ->
                        run(Commands.LOGIN, List.of("s", "u", "i"), LONG_AGO, DAY, DAY, "d", "h", "epoch001", "0", "e"))
                .hasMessageContaining("TOOLATE");

        assertThat(grounds.command("DBSIZE")).isEqualTo("0");
    }

    @Test
    void create_orLogin_whereATombstoneIs_makesNothing() {
        assertThat(count(Commands.END, List.of("i", "u", "s"), "e", "h")).isZero();

        assertThat(run(Commands.CREATE, List.of("s"), NEVER, DAY, DAY, "d")).containsExactly("n");
        assertThat(run(Commands.LOGIN, List.of("s", "u", "i"), NEVER, DAY, DAY, "d", "h", "epoch001", "0", "e"))
                .containsExactly("n");

        assertThat(grounds.command("HGET", "s", "x")).isEqualTo("e");
        assertThat(grounds.command("DBSIZE")).isEqualTo("1");
    }

    @Test
    void save_rotate_closeOrChangeUser_tooLate_changesNothing() {
        login("s", "h");
        String before = grounds.command("HGETALL", "s");

        assertThatThrownBy(() -> run(Commands.SAVE, List.of("s", "u"), LONG_AGO, "0", "0", DAY, "9", "a:a", "1"))
                .hasMessageContaining("TOOLATE");
        assertThatThrownBy(() -> run(Commands.ROTATE, List.of("s", "s2", "u", "i"), LONG_AGO, "h", "h2", "d", DAY))
                .hasMessageContaining("TOOLATE");
        assertThatThrownBy(() -> run(Commands.CLOSE, List.of("s", "u", "i"), LONG_AGO, "h", "h2"))
                .hasMessageContaining("TOOLATE");
        assertThatThrownBy(() ->
                        count(Commands.CHANGE_USER, List.of("u"), LONG_AGO, "epoch001", DAY, "9", "0", "a:a", "1"))
                .hasMessageContaining("TOOLATE");

        assertThat(grounds.command("HGETALL", "s")).isEqualTo(before);
        assertThat(grounds.command("HEXISTS", "u", "a:a")).isEqualTo("0");
    }

    @Test
    void close_repeated_isDoneOnce() {
        login("s", "h");

        assertThat(run(Commands.CLOSE, List.of("s", "u", "i"), NEVER, "h", "h2"))
                .containsExactly("s");

        assertThat(run(Commands.CLOSE, List.of("s", "u", "i"), NEVER, "h", "h2"))
                .containsExactly("s");
        assertThat(run(Commands.CLOSE, List.of("s", "u", "i"), NEVER, "h", "h3"))
                .containsExactly("lh2");
    }

    @Test
    void end_ofAHandleThatWasRotated_endsWhatItIsCalledByNow() {
        login("s:h1", "h1");
        run(Commands.ROTATE, List.of("s:h1", "s:h2", "u", "i"), NEVER, "h1", "h2", "d", DAY);
        run(Commands.ROTATE, List.of("s:h2", "s:h3", "u", "i"), NEVER, "h2", "h3", "d", DAY);

        assertThat(count(Commands.END, List.of("i", "u", "s:h1"), "e", "h1")).isOne();

        assertThat(grounds.command("HGET", "s:h3", "x")).isEqualTo("e");
        assertThat(grounds.command("EXISTS", "i")).isEqualTo("0");
        assertThat(count(Commands.END, List.of("i", "u", "s:h1"), "e", "h1")).isZero();
    }

    /** An order may come when the tombstones of the rotations are no more. */
    @Test
    void end_whenTheRotationIsForgotten_endsTheLaterNamesThatItKnows() {
        login("s:h1", "h1");
        run(Commands.ROTATE, List.of("s:h1", "s:h2", "u", "i"), NEVER, "h1", "h2", "d", DAY);
        run(Commands.ROTATE, List.of("s:h2", "s:h3", "u", "i"), NEVER, "h2", "h3", "d", DAY);
        grounds.command("DEL", "s:h1");
        grounds.command("DEL", "s:h2");
        List<String> names = List.of("i", "u", "s:h1", "s:h2", "s:h3", "s:h4");

        assertThat(count(Commands.END, names, "e", "h1", "h2", "h3", "h4")).isOne();

        assertThat(grounds.command("HGET", "s:h1", "x")).isEqualTo("e");
        assertThat(grounds.command("HGET", "s:h3", "x")).isEqualTo("e");
        assertThat(grounds.command("EXISTS", "s:h2", "s:h4", "i")).isEqualTo("0");
        assertThat(count(Commands.END, names, "e", "h1", "h2", "h3", "h4")).isZero();
    }

    @Test
    void rotate_theOnlySession_leavesTheIndexItsLife() {
        login("s", "h");

        run(Commands.ROTATE, List.of("s", "s2", "u", "i"), NEVER, "h", "h2", "d", DAY);

        assertThat(life("i")).isBetween(80_000_000L, 86_400_000L);
    }

    /** A primary that fails may take the rotation along; the end of what came of it is repeated. */
    @Test
    void rotate_ofWhatWasEndedUnderItsNewId_endsIt() {
        login("s", "h");
        assertThat(count(Commands.END, List.of("i", "u", "s2"), "e", "h2")).isZero();

        assertThat(run(Commands.ROTATE, List.of("s", "s2", "u", "i"), NEVER, "h", "h2", "d", DAY))
                .containsExactly("e");

        assertThat(grounds.command("HGETALL", "s")).isEqualTo(grounds.command("HGETALL", "s2"));
        assertThat(life("s")).isBetween(1L, 60_000L);
        assertThat(grounds.command("EXISTS", "i")).isEqualTo("0");
    }

    /** Who has not been answered asks again, and may meanwhile have been ended with all others. */
    @Test
    void rotate_repeated_isDoneUnlessItHasEndedSince() {
        login("s", "h");
        login("s:h1", "h1");
        List<String> names = List.of("s", "s2", "u", "i");
        assertThat(run(Commands.ROTATE, names, NEVER, "h", "h2", "d", DAY)).containsExactly("s");
        assertThat(run(Commands.ROTATE, names, LONG_AGO, "h", "h2", "d", DAY)).containsExactly("s");

        count(Commands.END_ALL, List.of("u", "i", "s:h1"), "epoch002", "h1");

        assertThat(run(Commands.ROTATE, names, NEVER, "h", "h2", "d", DAY)).containsExactly("a");
        assertThat(run(Commands.ROTATE, List.of("s:h1", "s:h3", "u", "i"), NEVER, "h1", "h3", "d", DAY))
                .containsExactly("s");
    }

    @Test
    void login_ofWhatIsPastTheAbsoluteLimit_clearsTheIndex() {
        login("s:h", "h");
        login("s:h0", "h0");
        grounds.command("ZADD", "i", "1", "h0");

        login("s:h2", "h2");

        assertThat(grounds.command("ZCARD", "i")).isEqualTo("2");
        assertThat(grounds.command("ZSCORE", "i", "h")).isNotEmpty();
    }

    @Test
    void endAll_repeatedLate_leavesNewSessionsAlone() {
        login("s", "h");
        assertThat(count(Commands.END_ALL, List.of("u", "i"), "epoch002")).isOne();
        assertThat(count(Commands.END_ALL, List.of("u", "i"), "epoch003")).isOne();
        login("s2", "h2");

        assertThat(count(Commands.END_ALL, List.of("u", "i"), "epoch002")).isZero();
        assertThat(count(Commands.END_ALL, List.of("u", "i"), "epoch003")).isZero();

        assertThat(run(Commands.LOAD, List.of("s2", "u"), DAY, "0")).hasSizeGreaterThan(2);
        assertThat(run(Commands.LOAD, List.of("s", "u"), DAY, "0").get(0)).isEqualTo("a");
    }

    @Test
    void endAll_ofAUserWithoutSessions_writesNothing() {
        assertThat(count(Commands.END_ALL, List.of("u", "i"), "epoch002")).isZero();

        assertThat(grounds.command("DBSIZE")).isEqualTo("0");
    }

    @Test
    void load_theUsersEpochIsLost_findsNone() {
        login("s", "h");
        grounds.command("DEL", "u");

        assertThat(run(Commands.LOAD, List.of("s", "u"), DAY, "0").get(0)).isEqualTo("a");
    }

    @Test
    void load_ofATombstoneThatWasTouched_givesItItsMinuteBack() {
        count(Commands.END, List.of("i", "u", "s"), "e", "h");
        grounds.command("PEXPIRE", "s", DAY);

        assertThat(run(Commands.LOAD, List.of("s", "u"), DAY, "0").get(0)).isEqualTo("e");

        assertThat(life("s")).isBetween(1L, 60_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000})
    void load_touchesWhatWasTouchedLongEnoughAgo(long every) {
        login("s", "h");
        grounds.command("PEXPIRE", "s", "86000000");

        run(Commands.LOAD, List.of("s", "u"), DAY, Long.toString(every));

        assertThat(life("s") > 86_000_000).isEqualTo(every == 0);
    }

    @Test
    void describe_ofWhatIsNoMore_healsTheIndex() {
        login("s", "h");
        login("s2", "h2");
        grounds.command("DEL", "s");

        List<String> described = run(Commands.DESCRIBE, List.of("u", "i", "s", "s2"), "h", "h2");

        assertThat(described).hasSize(5).contains("h2").doesNotContain("h");
        assertThat(run(Commands.PAGE, List.of("i"), "+inf", "0", "10"))
                .hasSize(2)
                .contains("h2");
    }

    @Test
    void userAndIndex_ofALongerPolicy_keepTheirLife() {
        login("s", "h");
        grounds.command("PEXPIRE", "u", "990000000");

        login("s2", "h2");

        assertThat(life("u")).isGreaterThan(900_000_000);
        assertThat(life("i")).isBetween(86_000_000L, 86_400_000L);
    }

    private static void rotate(String from, String to) {
        assertThat(run(Commands.ROTATE, List.of("s:" + from, "s:" + to, "u", "i"), NEVER, from, to, "d", DAY))
                .containsExactly("s");
    }

    @Test
    void describe_ofOneThatWasRotatedMeanwhile_tellsOfItByItsNewHandle() {
        login("s:h1", "h1");
        rotate("h1", "h2");
        rotate("h2", "h3");

        assertThat(run(Commands.DESCRIBE, List.of("u", "i", "s:h1"), "h1"))
                .hasSize(5)
                .contains("h3");
        assertThat(run(Commands.DESCRIBE, List.of("u", "i", "s:h1", "s:h3", "s:h2"), "h1", "h3", "h2"))
                .as("once")
                .hasSize(5);
        assertThat(run(Commands.PAGE, List.of("i"), "+inf", "0", "10"))
                .hasSize(2)
                .contains("h3");
    }

    @Test
    void describe_ofOneThatWasRotatedAndEnded_tellsOfNothing() {
        login("s:h1", "h1");
        rotate("h1", "h2");
        count(Commands.END, List.of("i", "u", "s:h2"), "e", "h2");

        assertThat(run(Commands.DESCRIBE, List.of("u", "i", "s:h1"), "h1")).hasSize(1);
        assertThat(grounds.command("EXISTS", "i")).isEqualTo("0");
    }

    @Test
    void describe_ofTombstonesThatNameEachOther_comesToAnEnd() {
        grounds.command("HSET", "s:h1", "x", "rh20000000000000");
        grounds.command("HSET", "s:h2", "x", "rh10000000000000");

        assertThat(run(Commands.DESCRIBE, List.of("u", "i", "s:h1"), "h1")).hasSize(1);
    }

    @Test
    void save_oneAttributeTooMany_isRefusedAsAWhole() {
        login("s", "h");
        List<String> keys = List.of("s", "u");
        assertThat(run(Commands.SAVE, keys, NEVER, "0", "0", DAY, "2", "a:a", "1", "a:b", "1"))
                .containsExactly("s");

        assertThat(run(Commands.SAVE, keys, NEVER, "0", "0", DAY, "2", "a:a", "2", "a:c", "2"))
                .containsExactly("f");
        assertThat(grounds.command("HGET", "s", "a:a")).isEqualTo("1");
        assertThat(grounds.command("HEXISTS", "s", "a:c")).isEqualTo("0");

        assertThat(run(Commands.SAVE, keys, NEVER, "0", "1", DAY, "2", "a:a", "a:c", "2"))
                .as("one for another")
                .containsExactly("s");
        assertThat(run(Commands.SAVE, keys, NEVER, "0", "1", DAY, "2", "a:none", "a:d", "2"))
                .as("in place of what is not there")
                .containsExactly("f");
        assertThat(run(Commands.SAVE, keys, NEVER, "0", "0", DAY, "1", "a:b", "3"))
                .as("no more than before, though the limit is lower by now")
                .containsExactly("s");
        assertThat(run(Commands.SAVE, keys, NEVER, "0", "0", DAY, "2", "a:b", "3"))
                .as("repeated")
                .containsExactly("s");
    }

    @Test
    void changeUser_oneAttributeTooMany_isRefusedAsAWhole() {
        List<String> user = List.of("u");
        assertThat(count(Commands.CHANGE_USER, user, NEVER, "epoch001", DAY, "2", "0", "a:a", "1", "a:b", "1"))
                .isOne();
        count(Commands.END_ALL, List.of("u", "i"), "epoch002");

        assertThat(count(Commands.CHANGE_USER, user, NEVER, "epoch001", DAY, "2", "0", "a:a", "2", "a:c", "2"))
                .isZero();
        assertThat(grounds.command("HGET", "u", "a:a")).isEqualTo("1");
        assertThat(count(Commands.CHANGE_USER, user, NEVER, "epoch001", DAY, "2", "1", "a:a", "a:c", "2"))
                .isOne();
    }

    @Test
    void changeUser_tooManyAtOnce_leavesNoUser() {
        assertThat(count(Commands.CHANGE_USER, List.of("u"), NEVER, "epoch001", DAY, "1", "0", "a:a", "1", "a:b", "1"))
                .isZero();

        assertThat(grounds.command("DBSIZE")).isEqualTo("0");
    }
}
