package dev.larder.check;

import dev.larder.session.limit.Algorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Several JVMs flood one key while a replica takes over that has been cut off for some time. */
final class LimitFailover {

    private static final int JVMS = 3;
    private static final long MILLIS_CUT_OFF = 2_000;
    private static final long MILLIS_IN_ALL = 7_000;
    private static final String HEAP = "256m";

    private final LimitOptions options;
    private final Path folder;
    private final BiConsumer<LimitRule, String> flaws;

    LimitFailover(LimitOptions options, Path folder, BiConsumer<LimitRule, String> flaws) {
        this.options = options;
        this.folder = folder;
        this.flaws = flaws;
    }

    /** Takes what all processes were told. */
    interface Takings {
        List<Ruling> of(Crew crew) throws InterruptedException;
    }

    LimitReport.OfFailover run(int number, Consumer<Crew> begun, Takings takings) throws InterruptedException {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (Succession servers = new Succession();
                Crew crew = new Crew()) {
            begun.accept(crew);
            crew.start(JVMS, servers.uri(), (jvm, uri) -> launch(number, jvm, uri));
            servers.awaitInStep();
            // So the replica never hears of the key, and has all of its burst to give.
            servers.cut();
            Future<?> succession = worker.submit(() -> {
                Patience.pass(MILLIS_CUT_OFF);
                servers.succeed();
                return null;
            });
            crew.order("flood " + number + " " + MILLIS_IN_ALL);
            succession.get();
            return judge(takings.of(crew).stream().filter(Ruling::allowed).toList());
        } catch (ExecutionException e) {
            throw new CheckException("a replica could not take over: " + e.getCause(), e);
        } finally {
            worker.shutdownNow();
        }
    }

    private LimitReport.OfFailover judge(List<Ruling> allowed) {
        long burst = ((Algorithm.Gcra) LimitCase.FLOOD.limit().algorithm()).burst();
        double excess = Excess.of(allowed, LimitCase.FLOOD);
        if (excess > burst) {
            flaws.accept(
                    LimitRule.MORE_THAN_A_BURST,
                    excess + " more were allowed than the limit says, and a burst is " + burst);
        }
        return new LimitReport.OfFailover(allowed.size(), burst, excess);
    }

    private ClientProcess launch(int number, int jvm, String uri) {
        return ClientProcess.start(
                LimitClient.class,
                List.of(Integer.toString(jvm), "0", uri),
                options.classesFirst(),
                folder.resolve("flood-" + number + "-" + jvm + ".err"),
                HEAP);
    }
}
