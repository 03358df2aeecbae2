package dev.larder.check;

import dev.larder.Larder;
import dev.larder.session.Sessions;
import dev.larder.session.token.OneTimeTokens;
import dev.larder.session.token.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One of the JVMs that race. Its {@link Orders}:
 *
 * <pre>
 * deal PART ROUND SEED RACES  makes what the races of a round are about: its share of it
 * act                         races, in step with the others
 * late                        does what is late
 * settle                      waits until all that it has reaches Redis
 * verify                      looks how things are: its share of it
 * flush FILE                  writes what it has noted since the last time to a file
 * </pre>
 */
final class SessionClient implements AutoCloseable {

    /** Races that go on at the same time. */
    private static final int AT_ONCE = 64;

    private static final String TOKENS = "tokens";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int jvm;
    private final int jvms;
    private final Board board;
    private final Deeds deeds = new Deeds();
    private final List<Larder> larders = new ArrayList<>();
    private final Map<Way, SessionCalls> sessions = new EnumMap<>(Way.class);
    private final TokenCalls tokens;
    private @Nullable Races races;
    private SplittableRandom random = new SplittableRandom(0);
    private int count;
    private int far;

    private SessionClient(int jvm, int jvms, int mostRaces, Path folder, String uri) {
        this.jvm = jvm;
        this.jvms = jvms;
        this.board = Board.open(folder.resolve("board"), jvms, mostRaces);
        Notebook notebook = new Notebook(jvm, deeds);
        for (Way way : Way.values()) {
            Larder larder = way.larder(uri, folder.resolve("keyset.json"));
            larders.add(larder);
            sessions.put(
                    way, new SessionCalls(way, Sessions.on(larder, way.policy()).async(), notebook));
        }
        Larder larder = Way.larder(uri, TOKENS, null);
        larders.add(larder);
        this.tokens = new TokenCalls(
                Tokens.on(larder).async(), OneTimeTokens.on(larder).async(), notebook);
    }

    /** Runs a client; the arguments are those of the constructor. */
    public static void main(String[] args) throws InterruptedException {
        Orders orders = Orders.take();
        try (SessionClient client = new SessionClient(
                Integer.parseInt(args[0]),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Path.of(args[3]),
                args[4])) {
            orders.obey(5, client::obey);
        }
    }

    private String obey(String[] order) {
        return switch (order[0]) {
            case "deal" ->
                deal(
                        SessionPart.valueOf(order[1]),
                        Long.parseLong(order[2]),
                        Long.parseLong(order[3]),
                        Integer.parseInt(order[4]));
            case "act" -> act();
            case "late" -> each(race -> races().late(race, role(race)), race -> true);
            case "settle" -> settle();
            case "verify" -> each(race -> races().verify(race), race -> (race + 1) % jvms == jvm);
            case "flush" -> {
                deeds.flush(Path.of(order[1]));
                yield "flushed";
            }
            default -> throw new IllegalArgumentException("no order is called " + order[0]);
        };
    }

    private Races races() {
        Races begun = races;
        if (begun == null) {
            throw new IllegalStateException("there is no round yet");
        }
        return begun;
    }

    private int role(int race) {
        return (race + jvm) % jvms;
    }

    private String deal(SessionPart part, long round, long seed, int newCount) {
        random = new SplittableRandom(seed * 31 + jvm);
        count = newCount;
        far = 0;
        races = switch (part) {
            case LOGOUT -> new LogoutRaces(track(round));
            case ATTRIBUTES -> new AttributeRaces(track(round));
            case ROTATION -> new RotationRaces(track(round));
            case LOGIN -> new LoginRaces(track(round));
            case END_ALL -> new EndAllRaces(track(round));
            case END_BY_HANDLE -> new EndByHandleRaces(track(round));
            case LOST_REPLIES -> new LostReplyRaces(board, tokens, round);
            case THEFT -> new TheftRaces(board, tokens, round);
            case REVOKE_ALL -> new RevokeAllRaces(board, tokens, round);
            case ONE_TIME -> new OneTimeRaces(board, tokens, round, jvms);
            case FAILOVER -> throw new IllegalArgumentException("a failover is no race");
        };
        return each(race -> races().deal(race).thenCompose(done -> races().prepare(race)), race -> race % jvms == jvm);
    }

    private Track track(long round) {
        return new Track(jvm, jvms, board, sessions, round, count);
    }

    /** Some at a time, each time in another order than the other processes, which are as far. */
    private String act() {
        for (int from = 0; from < count; from += AT_ONCE) {
            board.meet(jvm, ++far);
            List<Integer> order = IntStream.range(from, Math.min(count, from + AT_ONCE))
                    .boxed()
                    .collect(Collectors.toCollection(ArrayList::new));
            for (int i = order.size() - 1; i > 0; i--) {
                Collections.swap(order, i, random.nextInt(i + 1));
            }
            List<CompletionStage<Done>> all = new ArrayList<>();
            for (int race : order) {
                all.add(races().act(race, role(race), random.split()));
            }
            Notebook.join(all);
        }
        return "raced";
    }

    private String each(IntFunction<CompletionStage<Done>> deed, IntPredicate mine) {
        List<CompletionStage<Done>> all = new ArrayList<>();
        for (int race = 0; race < count; race++) {
            if (mine.test(race)) {
                all.add(deed.apply(race));
                if (all.size() == AT_ONCE) {
                    Notebook.join(all);
                    all.clear();
                }
            }
        }
        Notebook.join(all);
        return "done";
    }

    private String settle() {
        long begun = System.nanoTime();
        while (!larders.stream().allMatch(Larder::coherent)) {
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                return "apart";
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return "settled";
    }

    @Override
    public void close() {
        larders.forEach(Larder::close);
    }
}
