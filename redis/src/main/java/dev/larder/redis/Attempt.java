package dev.larder.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller's command on its way, over as many servers as redirections need. At each time one thread at most is
 * concerned with it: the caller's, then the I/O thread of the link that carries it, then the control thread between two
 * tries; each hands it on through a queue.
 */
final class Attempt<T> implements Outcome {

    private final Courier courier;
    private final Reply<? super T> reply;
    private final long since;
    private final int slot;
    private final Command<T> command;
    private @Nullable Link link;
    private boolean asking;
    private int tries;

    Attempt(Courier courier, Command<T> command, Reply<? super T> reply, int slot, long since) {
        this.courier = courier;
        this.command = command;
        this.reply = reply;
        this.slot = slot;
        this.since = since;
    }

    static <T> Attempt<T> of(Courier courier, Call<T> call, int slot, long since) {
        return new Attempt<>(courier, call.command(), call.reply(), slot, since);
    }

    int slot() {
        return slot;
    }

    long since() {
        return since;
    }

    int tries() {
        return tries;
    }

    /** Counts one more try and returns the number so far. */
    int again() {
        return ++tries;
    }

    Command<T> command() {
        return command;
    }

    /** The exchange that carries it on a link. */
    Exchange on(Link carrier, boolean afterAsking) {
        link = carrier;
        asking = afterAsking;
        return new Exchange(command.verb(), command.args(), carrier, this, since, 1);
    }

    @Override
    public void answered(@Nullable Object value, boolean late) {
        Object shaped;
        try {
            shaped = shape(value);
        } catch (IllegalArgumentException e) {
            if (!late) {
                failed(new RedisCommandException("redis: " + command.verb() + ": " + e.getMessage(), e));
            }
            return;
        }
        @SuppressWarnings("unchecked") // shape() made it what the command's factory method promises
        T typed = (T) shaped;
        Link carrier = link;
        try {
            if (late) {
                reply.onLateValue(typed);
            } else {
                reply.onValue(typed, !asking && carrier != null && carrier.tracks(slot));
            }
        } catch (RuntimeException | Error e) {
            courier.misbehaved(e);
        }
    }

    @Override
    public void refused(String error, boolean late) {
        courier.refused(this, link, error, late);
    }

    @Override
    public void failed(RedisException failure) {
        try {
            reply.onFailure(failure);
        } catch (RuntimeException | Error e) {
            courier.misbehaved(e);
        }
    }

    private @Nullable Object shape(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (command.shape()) {
            case BYTES -> bytes(value);
            case BYTES_LIST -> list(value);
            case INTEGER -> integer(value);
            case INTEGERS -> integers(value);
            case STATUS -> Texts.text(bytes(value));
        };
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof Long number) {
            return Texts.bytes(Long.toString(number));
        }
        throw new IllegalArgumentException("the server answered with an array in place of a string");
    }

    private static Long integer(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("the server answered with something else than an integer");
    }

    private static long[] integers(Object value) {
        if (!(value instanceof List<?> elements)) {
            throw new IllegalArgumentException("the server answered with something else than an array");
        }
        long[] numbers = new long[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            Object element = elements.get(i);
            if (element == null) {
                throw new IllegalArgumentException("the server answered with null in place of an integer");
            }
            numbers[i] = integer(element);
        }
        return numbers;
    }

    private static List<byte[]> list(Object value) {
        if (!(value instanceof List<?> elements)) {
            throw new IllegalArgumentException("the server answered with something else than an array");
        }
        List<byte[]> list = new ArrayList<>(elements.size());
        for (Object element : elements) {
            list.add(element == null ? null : bytes(element));
        }
        return list;
    }
}
