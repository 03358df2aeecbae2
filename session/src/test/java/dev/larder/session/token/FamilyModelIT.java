package dev.larder.session.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever shows whichever token of a family in whatever order gets what a simple model says. */
final class FamilyModelIT {

    private static final int FAMILIES = 60;
    private static final int STEPS = 25;
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static EmbeddedRedis redis;
    private static Larder larder;
    private static Tokens tokens;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        larder = Realm.larder(redis.uri());
        tokens = Tokens.on(larder, policy -> policy.retryWindow(WINDOW).overlap(OVERLAP));
    }

    @AfterAll
    static void stop() {
        larder.close();
        redis.close();
    }

    /** The rules of the page, in a few lines. */
    private static final class Model {

        int newest;
        boolean used = true;
        Duration sinceTrade = Duration.ZERO;

        @Nullable
        Refusal over;

        @Nullable
        Refusal trade(int generation) {
            if (over != null) {
                return over;
            }
            if (generation == newest) {
                newest++;
                used = false;
                sinceTrade = Duration.ZERO;
                return null;
            }
            boolean retry = generation == newest - 1
                    && (sinceTrade.compareTo(OVERLAP) < 0 || (!used && sinceTrade.compareTo(WINDOW) < 0));
            over = retry ? null : Refusal.REUSED;
            return over;
        }

        @Nullable
        Refusal show(int generation) {
            if (over != null) {
                return over;
            }
            used |= generation == newest;
            return generation >= newest - 1 ? null : Refusal.UNKNOWN;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anySteps_ofOwnersAndThieves_areAnsweredAsTheModelSays(long seed) {
        Random random = new Random(seed);
        for (int family = 0; family < FAMILIES; family++) {
            String subject = "model-" + seed + "-" + family;
            List<String> steps = new ArrayList<>();
            List<TokenPair> pairs = new ArrayList<>(List.of(Realm.issued(tokens, subject)));
            Model model = new Model();
            for (int step = 0; step < STEPS; step++) {
                int generation = Math.max(0, pairs.size() - 1 - Math.abs((int) (random.nextGaussian() * 0.8)));
                step(random, model, pairs, generation, subject, steps);
            }
        }
    }

    private static void step(
            Random random, Model model, List<TokenPair> pairs, int generation, String subject, List<String> steps) {
        TokenPair pair = pairs.get(generation);
        switch (random.nextInt(9)) {
            case 0, 1, 2, 3 -> {
                steps.add("trade " + generation);
                @Nullable Refusal expected = model.trade(generation);
                Refresh refresh = tokens.refresh(pair.refresh());
                assertThat(Realm.refusal(refresh)).as("%s", steps).isEqualTo(expected);
                if (expected == null) {
                    TokenPair next = Realm.pair(refresh);
                    if (generation + 1 == pairs.size()) {
                        pairs.add(next);
                    }
                    assertThat(next.refresh())
                            .as("%s", steps)
                            .isEqualTo(pairs.get(generation + 1).refresh());
                }
            }
            case 4, 5, 6 -> {
                steps.add("show " + generation);
                assertThat(Realm.refusal(tokens.introspect(pair.access())))
                        .as("%s", steps)
                        .isEqualTo(model.show(generation));
            }
            case 7 -> {
                Duration passed = Duration.ofSeconds(5 + random.nextInt(40));
                steps.add("pass " + passed);
                if (model.over == null && model.newest > 0) {
                    Realm.earlier(redis, pair, "r", passed);
                    model.sinceTrade = model.sinceTrade.plus(passed);
                }
            }
            default -> {
                if (random.nextInt(8) == 0) {
                    steps.add("revoke");
                    tokens.revoke(random.nextBoolean() ? pair.access() : pair.refresh());
                    model.over = model.over == null ? Refusal.REVOKED : model.over;
                } else if (random.nextInt(12) == 0) {
                    steps.add("revoke all of the subject");
                    tokens.revokeAll(subject);
                    model.over = model.over == null ? Refusal.REVOKED : model.over;
                }
            }
        }
    }
}
