package dev.larder.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects one answer of whatever shape: {@code byte[]} for strings, {@code Long} for integers, {@code List} for arrays
 * and (flattened) maps, null for null. Never throws, because the client would then lose count of its replies.
 */
final class Answer extends CommandOutput<byte[], byte[], @Nullable Object> {

    private static final byte[] EMPTY = new byte[0];

    private @Nullable List<@Nullable Object> current;
    private @Nullable Deque<List<@Nullable Object>> enclosing;
    private int depth;
    private int bytes;

    Answer() {
        super(ByteArrayCodec.INSTANCE, null);
    }

    /** Bytes of strings received. */
    int bytes() {
        return bytes;
    }

    @Override
    public void set(@Nullable ByteBuffer value) {
        if (value == null) {
            take(null);
            return;
        }
        int length = value.remaining();
        byte[] copy = length == 0 ? EMPTY : new byte[length];
        value.get(copy);
        bytes += length;
        take(copy);
    }

    @Override
    public void set(long value) {
        take(value);
    }

    @Override
    public void set(double value) {
        take(value);
    }

    @Override
    public void set(boolean value) {
        take(value ? 1L : 0L);
    }

    private void take(@Nullable Object value) {
        if (current == null) {
            output = value;
        } else {
            current.add(value);
        }
    }

    @Override
    public void multi(int count) {
        List<@Nullable Object> list = new ArrayList<>(Math.max(0, Math.min(count, 4096)));
        if (current == null) {
            output = list;
        } else {
            current.add(list);
            if (enclosing == null) {
                enclosing = new ArrayDeque<>();
            }
            enclosing.push(current);
        }
        current = list;
        depth++;
    }

    /**
     * An element is complete.
     *
     * @param open how many arrays are still open
     */
    @Override
    public void complete(int open) {
        if (open > 0 && open < depth && enclosing != null) {
            current = enclosing.pop();
            depth--;
        }
    }
}
