package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.decision.Coding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CodesTest {

    private static final byte[] LONG = "0123456789".repeat(2_000).getBytes();

    private final List<Runnable> tasks = new ArrayList<>();
    private final Codes codes = new Codes(1_000, tasks::add);

    private static CompletableFuture<Codes.Coded> get(Codes codes, long id, byte[] content) {
        return codes.get(id, content, Coding.GZIP).toCompletableFuture();
    }

    @Test
    void get_long_isMadeOnceOnAnotherThread() {
        CompletableFuture<Codes.Coded> one = get(codes, 1, LONG);
        CompletableFuture<Codes.Coded> two = get(codes, 1, LONG);

        assertThat(one).isNotDone();
        assertThat(tasks).hasSize(1);
        tasks.get(0).run();
        assertThat(one.join()).isSameAs(two.join()).isNotSameAs(Codes.NONE);
        assertThat(get(codes, 1, LONG).join()).isSameAs(one.join());
    }

    @Test
    void get_short_isMadeAtOnce() {
        assertThat(get(codes, 1, "0123456789".repeat(200).getBytes())).isDone();
        assertThat(tasks).isEmpty();
    }

    @Test
    void get_contentThatDoesNotBecomeShorter_isNone() {
        byte[] noise = new byte[2_000];
        new Random(1).nextBytes(noise);

        assertThat(get(codes, 1, noise).join()).isSameAs(Codes.NONE);
        assertThat(get(codes, 1, noise).join()).isSameAs(Codes.NONE);
        assertThat(codes.made()).isEqualTo(1);
    }

    @Test
    void get_noRoom_letsGoOfThoseThatNobodyHasAskedForLongest() {
        byte[] content = "0123456789".repeat(200).getBytes();
        for (long id = 1; id <= 3; id++) {
            get(codes, id, content);
        }
        get(codes, 1, content);
        get(codes, 4, content);

        long made = codes.made();
        get(codes, 1, content);
        assertThat(codes.made()).isEqualTo(made);
        get(codes, 2, content);
        assertThat(codes.made()).isEqualTo(made + 1);
    }

    @Test
    void get_tooMuchToDo_isNoneAndTriedAgain() {
        Codes full = new Codes(1_000, task -> {
            throw new RejectedExecutionException();
        });

        assertThat(get(full, 1, LONG).join()).isSameAs(Codes.NONE);
        assertThat(full.made()).isZero();
        assertThat(get(full, 1, LONG).join()).isSameAs(Codes.NONE);
    }
}
