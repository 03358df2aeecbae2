package dev.larder.redis;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One command on the wire and its answer.
 *
 * <p>The client calls {@link #encode} and {@link #complete} on the I/O thread, in wire order, and nothing stands between
 * (no future, no timer, no wrapper), so {@link Outcome} is told in wire order too. The state goes from new to sent when it
 * is encoded, to expired when the ticker gives it up, to done when it is answered or its connection is gone; each step is
 * a compare-and-set, so exactly one of the threads concerned reports it.
 */
final class Exchange implements RedisCommand<byte[], byte[], @Nullable Object> {

    private static final int NEW = 0;
    private static final int SENT = 1;
    private static final int EXPIRED = 2;
    private static final int DONE = 3;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Exchange.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Verb verb;
    private final List<byte[]> args;
    private final Carrier carrier;
    private final Outcome outcome;
    private final long since;
    private final int weight;
    private final Answer answer = new Answer();

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state;

    /**
     * Prepares an exchange.
     *
     * @param since {@link System#nanoTime()} when the caller asked for it
     * @param weight commands of callers that it stands for; 0 for our own
     */
    Exchange(Verb verb, List<byte[]> args, Carrier carrier, Outcome outcome, long since, int weight) {
        this.verb = verb;
        this.args = args;
        this.carrier = carrier;
        this.outcome = outcome;
        this.since = since;
        this.weight = weight;
    }

    Verb verb() {
        return verb;
    }

    long since() {
        return since;
    }

    int weight() {
        return weight;
    }

    /** Bytes of strings received. */
    int bytesReceived() {
        return answer.bytes();
    }

    /** Bytes of arguments. */
    int bytesToSend() {
        int sum = 0;
        for (int i = 0; i < args.size(); i++) {
            sum += args.get(i).length;
        }
        return sum;
    }

    /** Gives the exchange up as overdue; a later answer is still reported. Returns false if it was answered meanwhile. */
    boolean expire() {
        synchronized (this) {
            boolean expired = STATE.compareAndSet(this, SENT, EXPIRED) || STATE.compareAndSet(this, NEW, EXPIRED);
            if (expired) {
                outcome.failed(carrier.failure(this, true, null));
            }
            return expired;
        }
    }

    /** Gives the exchange up because its connection is gone. */
    boolean abandon(@Nullable Throwable cause) {
        while (true) {
            int seen = state;
            if (seen == DONE) {
                return false;
            }
            if (STATE.compareAndSet(this, seen, DONE)) {
                carrier.finished(this);
                if (seen != EXPIRED) {
                    outcome.failed(carrier.failure(this, seen == SENT, cause));
                }
                return true;
            }
        }
    }

    @Override
    public void complete() {
        int seen = state;
        while (seen != DONE && !STATE.compareAndSet(this, seen, DONE)) {
            seen = state;
        }
        if (seen == DONE) {
            return;
        }
        boolean late = seen == EXPIRED;
        if (late) {
            awaitFailureReported();
        }
        carrier.finished(this);
        carrier.answered();
        String error = answer.getError();
        if (error == null) {
            outcome.answered(answer.get(), late);
        } else {
            outcome.refused(error, late);
        }
    }

    /** The ticker reports an expiry while it holds the monitor. */
    @SuppressWarnings("EmptySynchronizedBlock")
    private void awaitFailureReported() {
        synchronized (this) {
            // entered only after expire() has returned
        }
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        boolean written = state == SENT || state == EXPIRED;
        boolean first = abandon(cause);
        if (first && written) {
            carrier.broken(cause);
        }
        return first;
    }

    @Override
    public void cancel() {
        completeExceptionally(new CancellationException("cancelled by the client"));
    }

    @Override
    public void encode(ByteBuf buffer) {
        STATE.compareAndSet(this, NEW, SENT);
        buffer.ensureWritable(32 + bytesToSend() + 16 * args.size());
        buffer.writeByte('*');
        writeNumber(buffer, 1 + args.size());
        writeString(buffer, verb.getBytes());
        for (int i = 0; i < args.size(); i++) {
            writeString(buffer, args.get(i));
        }
    }

    private static void writeString(ByteBuf buffer, byte[] value) {
        buffer.writeByte('$');
        writeNumber(buffer, value.length);
        buffer.writeBytes(value);
        buffer.writeShort('\r' << 8 | '\n');
    }

    private static void writeNumber(ByteBuf buffer, int value) {
        if (value < 10) {
            buffer.writeByte('0' + value);
        } else if (value < 100) {
            buffer.writeShort(('0' + value / 10) << 8 | ('0' + value % 10));
        } else {
            buffer.writeCharSequence(Integer.toString(value), StandardCharsets.US_ASCII);
        }
        buffer.writeShort('\r' << 8 | '\n');
    }

    @Override
    public CommandOutput<byte[], byte[], @Nullable Object> getOutput() {
        return answer;
    }

    /** Nothing asks for the arguments except the client's own tracing, which is off. */
    @Override
    public @Nullable CommandArgs<byte[], byte[]> getArgs() {
        return null;
    }

    @Override
    public ProtocolKeyword getType() {
        return verb;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    /** Whether it is off the wire. An expired exchange is not: its answer will still take its place in the order. */
    @Override
    public boolean isDone() {
        return state == DONE;
    }

    @Override
    public void setOutput(CommandOutput<byte[], byte[], @Nullable Object> output) {
        throw new UnsupportedOperationException("the output of an exchange is fixed");
    }

    /** The verb alone: keys and values do not belong in logs. */
    @Override
    public String toString() {
        return verb.toString();
    }
}
