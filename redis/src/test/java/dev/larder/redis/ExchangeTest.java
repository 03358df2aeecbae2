package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    /** Notes what an exchange tells its carrier and its outcome. */
    private static final class Witness implements Carrier, Outcome {

        final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        final AtomicInteger finished = new AtomicInteger();
        final AtomicInteger broken = new AtomicInteger();

        @Override
        public void finished(Exchange exchange) {
            finished.incrementAndGet();
        }

        @Override
        public void broken(Throwable cause) {
            broken.incrementAndGet();
        }

        @Override
        public RedisException failure(Exchange exchange, boolean written, Throwable cause) {
            return written
                    ? new RedisTimeoutException("sent", cause)
                    : new RedisUnavailableException("not sent", cause);
        }

        @Override
        public void answered(Object value, boolean late) {
            told.add(late ? "late" : "answered");
        }

        @Override
        public void refused(String error, boolean late) {
            told.add("refused " + error);
        }

        @Override
        public void failed(RedisException failure) {
            told.add("failed " + failure.getMessage());
        }
    }

    private final Witness witness = new Witness();

    private Exchange exchange(byte[]... args) {
        return new Exchange(Verb.SET, List.of(args), witness, witness, 0, 1);
    }

    private static String encoded(Exchange exchange) {
        ByteBuf buffer = Unpooled.buffer(1);
        exchange.encode(buffer);
        return buffer.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void encode_ofArguments_isResp() {
        assertThat(encoded(exchange())).isEqualTo("*1\r\n$3\r\nSET\r\n");
        assertThat(encoded(exchange(bytes("key"), bytes("")))).isEqualTo("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$0\r\n\r\n");
        byte[][] many = new byte[120][];
        StringBuilder expected = new StringBuilder("*121\r\n$3\r\nSET\r\n");
        for (int i = 0; i < many.length; i++) {
            many[i] = bytes("x".repeat(i));
            expected.append('$').append(i).append("\r\n").append("x".repeat(i)).append("\r\n");
        }
        assertThat(encoded(exchange(many))).isEqualTo(expected.toString());
    }

    @Test
    void abandon_beforeAndAfterEncoding_tellsTheDifference() {
        exchange().abandon(new IllegalStateException());
        assertThat(witness.told).containsExactly("failed not sent");
        Exchange sent = exchange();
        encoded(sent);
        assertThat(sent.abandon(new IllegalStateException())).isTrue();
        assertThat(sent.abandon(new IllegalStateException())).isFalse();
        assertThat(witness.told).containsExactly("failed not sent", "failed sent");
        assertThat(witness.broken).hasValue(0);
    }

    @Test
    void completeExceptionally_ofASentOne_breaksTheCarrier() {
        Exchange sent = exchange();
        encoded(sent);
        sent.completeExceptionally(new IllegalStateException());
        assertThat(witness.broken).hasValue(1);
        exchange().completeExceptionally(new IllegalStateException());
        assertThat(witness.broken).hasValue(1);
    }

    @Test
    void expire_thenAnswer_isLate() {
        Exchange sent = exchange();
        encoded(sent);
        assertThat(sent.expire()).isTrue();
        assertThat(sent.expire()).isFalse();
        assertThat(sent.isDone()).isFalse();
        sent.complete();
        assertThat(sent.isDone()).isTrue();
        assertThat(witness.told).containsExactly("failed sent", "late");
        assertThat(witness.finished).hasValue(1);
    }

    @Test
    void expireAnswerAndLoss_racing_tellOnceAndInOrder() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(3);
        int rounds = 20_000;
        List<Witness> witnesses = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Witness one = new Witness();
            Exchange exchange = new Exchange(Verb.GET, List.of(), one, one, 0, 1);
            encoded(exchange);
            witnesses.add(one);
            exchanges.add(exchange);
        }
        List<Thread> threads = List.of(
                new Thread(() -> each(barrier, exchanges, Exchange::expire)),
                new Thread(() -> each(barrier, exchanges, Exchange::complete)),
                new Thread(() -> each(barrier, exchanges, exchange -> exchange.abandon(new IllegalStateException()))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (Witness one : witnesses) {
            assertThat(List.copyOf(one.told))
                    .isIn(List.of("answered"), List.of("failed sent"), List.of("failed sent", "late"));
            assertThat(one.finished).hasValue(1);
        }
    }

    private static void each(
            CyclicBarrier barrier, List<Exchange> exchanges, java.util.function.Consumer<Exchange> action) {
        try {
            for (int i = 0; i < exchanges.size(); i++) {
                if (i % 100 == 0) {
                    barrier.await();
                }
                action.accept(exchanges.get(i));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
