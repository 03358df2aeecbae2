package dev.larder.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrewTest {

    private static final int MANY = Crew.TASKS_EACH + 1;

    /** Runs nothing by itself. */
    private static final class ByHand implements Executor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runOne() {
            tasks.remove().run();
        }
    }

    private final ByHand own = new ByHand();
    private final ByHand others = new ByHand();
    private final List<Integer> done = new ArrayList<>();

    private void give(Crew crew, int count) {
        IntStream.range(0, count).forEach(number -> crew.execute(() -> done.add(number)));
    }

    @Test
    void execute_someTasks_areDoneInOrderByOneVisitToTheOwnExecutor() {
        Crew crew = new Crew(own, others, 3);

        give(crew, MANY - 1);

        assertThat(own.tasks).hasSize(1);
        assertThat(others.tasks).isEmpty();
        own.runOne();
        assertThat(done)
                .containsExactlyElementsOf(IntStream.range(0, MANY - 1).boxed().toList());
    }

    @Test
    void execute_afterAllIsDone_beginsAgain() {
        Crew crew = new Crew(own, others, 3);
        give(crew, 1);
        own.runOne();

        give(crew, 1);

        own.runOne();
        assertThat(done).containsExactly(0, 0);
    }

    @Test
    void execute_many_asksForHelpersAsLongAsMoreWaitThanTheyTake() {
        Crew crew = new Crew(own, others, 2);

        give(crew, 10 * MANY);

        assertThat(others.tasks).hasSize(2);
        others.runOne();
        assertThat(done).hasSize(10 * MANY);
        others.runOne();
        own.runOne();
        assertThat(done).hasSize(10 * MANY);
        assertThat(own.tasks).isEmpty();
    }

    @Test
    void execute_asManyAsTwoTake_asksForOneHelper() {
        Crew crew = new Crew(own, others, 2);

        give(crew, 2 * Crew.TASKS_EACH);

        assertThat(others.tasks).hasSize(1);
    }

    @Test
    void execute_noHelpersAllowed_isDoneOnTheOwnExecutorAlone() {
        Crew crew = new Crew(own, others, 0);

        give(crew, 10 * MANY);

        assertThat(others.tasks).isEmpty();
        own.runOne();
        assertThat(done).hasSize(10 * MANY);
    }

    @Test
    void execute_helpersAreRefused_isDoneWithoutThem() {
        Crew crew = new Crew(
                own,
                task -> {
                    throw new RejectedExecutionException("full");
                },
                2);

        give(crew, 10 * MANY);

        own.runOne();
        assertThat(done).hasSize(10 * MANY);
    }

    @Test
    void execute_aTaskFailsAtAHelper_isThrownOnTheOwnExecutor() {
        Crew crew = new Crew(own, others, 1);
        IllegalStateException failure = new IllegalStateException("by a test");
        crew.execute(() -> {
            throw failure;
        });
        give(crew, MANY);

        others.runOne();
        own.runOne(); // what is left
        assertThat(done).hasSize(MANY);
        assertThatThrownBy(own::runOne).isSameAs(failure);
    }

    @Test
    void execute_aTaskFailsOnTheOwnExecutor_leavesTheRestToBeDone() {
        Crew crew = new Crew(own, others, 0);
        IllegalStateException failure = new IllegalStateException("by a test");
        crew.execute(() -> {
            throw failure;
        });
        give(crew, 3);

        assertThatThrownBy(own::runOne).isSameAs(failure);
        own.runOne();

        assertThat(done).hasSize(3);
    }

    /** Two threads that begin at the same time, again and again; the one that finds nobody at work does what is there. */
    @Test
    void execute_whileTheWorkerLeaves_isNeverStranded() throws Exception {
        int rounds = 50_000;
        Crew crew = new Crew(Runnable::run, others, 0);
        AtomicInteger count = new AtomicInteger();
        AtomicInteger stranded = new AtomicInteger();
        AtomicInteger arrived = new AtomicInteger();
        Runnable adds = () -> {
            for (int round = 1; round <= rounds; round++) {
                meet(arrived, 4 * round - 2);
                crew.execute(count::incrementAndGet);
                meet(arrived, 4 * round);
                if (count.get() != 2 * round) {
                    stranded.incrementAndGet();
                }
            }
        };
        Thread other = new Thread(adds);
        other.start();
        adds.run();
        other.join();

        assertThat(stranded).hasValue(0);
    }

    private static void meet(AtomicInteger arrived, int all) {
        arrived.incrementAndGet();
        while (arrived.get() < all) {
            Thread.onSpinWait();
        }
    }

    /** The own executor is kept busy by one task; a helper does the rest meanwhile. */
    @Test
    void execute_aLongTaskOnTheOwnExecutor_leavesTheRestToHelpers() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Crew crew = new Crew(threads, threads, 1);
            CyclicBarrier begun = new CyclicBarrier(2);
            CountDownLatch rest = new CountDownLatch(3 * MANY);
            ConcurrentLinkedQueue<Thread> by = new ConcurrentLinkedQueue<>();
            AtomicInteger ended = new AtomicInteger();
            crew.execute(() -> {
                await(begun);
                await(rest);
                ended.incrementAndGet();
            });
            await(begun);
            for (int task = 0; task < 3 * MANY; task++) {
                crew.execute(() -> {
                    by.add(Thread.currentThread());
                    rest.countDown();
                });
            }

            assertThat(rest.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(by.stream().distinct()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
