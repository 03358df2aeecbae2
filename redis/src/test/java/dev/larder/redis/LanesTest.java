package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What leaves when, and that everything does. */
class LanesTest {

    private final List<List<Integer>> left = new ArrayList<>();
    private boolean alike;
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final Lanes<Integer> lanes = new Lanes<>((all, answered) -> {
        left.add(List.copyOf(all));
        answers.add(answered);
        return alike ? 1 : all.size();
    });

    private void send(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(lanes::send);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void send_nothingUnderWay_leavesAtOnce() {
        send(1, 1);
        answers.remove().run();
        send(2, 2);

        assertThat(left).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void send_allLanesHeld_waitsAndLeavesTogether() {
        send(1, 6);
        assertThat(left).containsExactly(List.of(1), List.of(2), List.of(3));

        answers.remove().run();

        assertThat(left).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4, 5, 6));
    }

    /** Three lanes with one each, and then one with twelve. */
    private void sendTwelveTogether() {
        send(1, 15);
        answers.remove().run();
        assertThat(left).containsExactly(List.of(1), List.of(2), List.of(3), range(4, 15));
    }

    @Test
    void send_manyTravelInOneLane_anotherIsTakenByAQuarter() {
        sendTwelveTogether();
        answers.remove().run();
        answers.remove().run();
        send(16, 17);
        assertThat(left).hasSize(4);

        send(18, 18);

        assertThat(left.get(4)).isEqualTo(range(16, 18));
    }

    @Test
    void answered_fewerWaitThanAQuarter_leaveWithTheLastLane() {
        sendTwelveTogether();
        send(16, 17);
        answers.remove().run();
        answers.remove().run();
        assertThat(left).hasSize(4);

        answers.remove().run();

        assertThat(left.get(4)).isEqualTo(range(16, 17));
    }

    @Test
    void send_thoseThatTravelAreMostlyAlike_waitForThem() {
        alike = true;
        sendTwelveTogether();
        answers.remove().run();
        answers.remove().run();
        send(16, 40);
        assertThat(left).hasSize(4);

        alike = false;
        answers.remove().run();
        assertThat(left.get(4)).isEqualTo(range(16, 40));

        send(41, 46);
        assertThat(left.get(5)).isEqualTo(range(41, 46));
    }

    @Test
    void takeBack_someOfThoseThatWait_leavesTheOthers() {
        sendTwelveTogether();
        send(16, 17);
        List<Integer> taken = new ArrayList<>();

        lanes.takeBack(one -> one < 17, taken::add);

        assertThat(taken).containsExactly(16);
        while (!answers.isEmpty()) {
            answers.remove().run();
        }
        assertThat(left.get(4)).containsExactly(17);
        assertThat(left).hasSize(5);
    }

    /** Refused at once, as without a connection, while others come, ten thousand times: the stack does not grow. */
    @Test
    void answered_atOnceWhileOthersCome_goesOnInTheSameFrame() {
        int times = 10_000;
        ExecutorService others = Executors.newSingleThreadExecutor();
        List<Lanes<Integer>> refusing = new ArrayList<>();
        int[] refused = new int[1];
        refusing.add(new Lanes<>((all, answered) -> {
            if (all.get(0) == 0) {
                return 1;
            }
            refused[0]++;
            if (refused[0] < times) {
                CompletableFuture.runAsync(() -> refusing.get(0).send(refused[0] + 1), others)
                        .join();
            }
            answered.run();
            return 1;
        }));
        try {
            for (int held = 1; held < Lanes.LANES; held++) {
                refusing.get(0).send(0);
            }
            refusing.get(0).send(1);
        } finally {
            others.shutdownNow();
        }

        assertThat(refused[0]).isEqualTo(times);
    }

    @Test
    void send_byManyThreads_strandsNothingAndKeepsTheOrderOfEach() throws Exception {
        int callers = 8;
        int each = 20_000;
        Queue<int[]> told = new ConcurrentLinkedQueue<>();
        ExecutorService wire = Executors.newFixedThreadPool(2);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        CountDownLatch open = new CountDownLatch(callers * each);
        Lanes<int[]> shared = new Lanes<>((all, answered) -> {
            wire.execute(() -> {
                told.addAll(all);
                answered.run();
                all.forEach(one -> open.countDown());
            });
            return all.get(0)[1] % 2 == 0 ? 1 : all.size();
        });
        CyclicBarrier start = new CyclicBarrier(callers);
        try {
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                threads.execute(() -> {
                    SplittableRandom random = new SplittableRandom(number);
                    await(start);
                    for (int i = 0; i < each; i++) {
                        shared.send(new int[] {number, i});
                        if (random.nextInt(16) == 0) {
                            Thread.yield();
                        }
                    }
                });
            }

            assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
            wire.shutdownNow();
        }
        assertThat(told).hasSize(callers * each);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
