package dev.larder.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ends of the messages in a stream of RESP2 or RESP3, given piece by piece, and the first word of each: for
 * requests, the name of the command. Never throws on outside bytes: a stream that is not RESP (TLS, for instance) is found
 * to have no messages. Nothing is kept but the head of the message under way.
 */
final class RespScanner {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_NAME = 64;
    private static final int DEEPEST = 64;

    private enum State {
        LINE,
        BULK,
        LOST
    }

    private final StringBuilder line = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    private final Deque<Long> open = new ArrayDeque<>();
    private State state = State.LINE;
    private long bulkLeft;
    private boolean wordDone;
    private String lastWord = "";

    /**
     * Reads on until the end of a message.
     *
     * @return the index behind the last byte of the message, or -1 if it does not end within these bytes
     */
    int scan(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && state != State.LOST) {
            boolean ended;
            if (state == State.BULK) {
                int n = (int) Math.min(bulkLeft, to - i);
                keepWord(bytes, i, n);
                i += n;
                bulkLeft -= n;
                ended = bulkLeft == 0 && endOfBulk();
            } else {
                ended = lineByte(bytes[i++]);
            }
            if (ended) {
                lastWord = word.toString().toUpperCase(Locale.ROOT);
                word.setLength(0);
                wordDone = false;
                return i;
            }
        }
        return -1;
    }

    /** The first word of the message that ended last, in upper case; empty if it has none. */
    String word() {
        return lastWord;
    }

    /** Whether the stream was found not to be RESP. */
    boolean isLost() {
        return state == State.LOST;
    }

    private void keepWord(byte[] bytes, int from, int length) {
        if (!wordDone) {
            int useful = (int) Math.min(length, Math.max(0, bulkLeft - 2));
            int room = Math.min(useful, LONGEST_NAME - word.length());
            word.append(new String(bytes, from, room, StandardCharsets.ISO_8859_1));
        }
    }

    private boolean endOfBulk() {
        state = State.LINE;
        wordDone = true;
        return valueEnded();
    }

    private boolean lineByte(byte b) {
        if (b != '\n') {
            line.append((char) (b & 0xff));
            if (line.length() > LONGEST_LINE) {
                state = State.LOST;
            }
            return false;
        }
        String text = line.toString().stripTrailing();
        line.setLength(0);
        return lineEnded(text);
    }

    private boolean lineEnded(String text) {
        if (text.isEmpty()) {
            return false; // allowed between inline commands
        }
        return switch (text.charAt(0)) {
            case '$', '=', '!' -> bulkBegins(length(text));
            case '*', '~', '>' -> aggregateBegins(times(length(text), 1, 0));
            case '%' -> aggregateBegins(times(length(text), 2, 0));
            case '|' -> aggregateBegins(times(length(text), 2, 1)); // with the value that the attribute describes
            case '+', '-', ':', '_', ',', '#', '(' -> valueEnded();
            default -> inline(text);
        };
    }

    private boolean inline(String text) {
        if (!open.isEmpty() || !Character.isLetter(text.charAt(0)) || text.charAt(0) > 'z') {
            state = State.LOST;
            return false;
        }
        String first = text.split("\\s", 2)[0];
        word.append(first, 0, Math.min(first.length(), LONGEST_NAME));
        return true;
    }

    private boolean bulkBegins(@Nullable Long length) {
        if (length == null) {
            state = State.LOST;
            return false;
        }
        if (length < 0) {
            return valueEnded();
        }
        state = State.BULK;
        bulkLeft = length + 2;
        return false;
    }

    private boolean aggregateBegins(@Nullable Long elements) {
        if (elements == null || open.size() == DEEPEST) {
            state = State.LOST;
            return false;
        }
        if (elements <= 0) {
            return valueEnded();
        }
        open.push(elements);
        return false;
    }

    /** Counts a complete value; true if it was the last part of the message. */
    private boolean valueEnded() {
        while (!open.isEmpty()) {
            long left = open.pop() - 1;
            if (left > 0) {
                open.push(left);
                return false;
            }
        }
        return true;
    }

    private static @Nullable Long times(@Nullable Long length, int each, int more) {
        return length == null ? null : Long.valueOf(length * each + more);
    }

    /** The number behind the type; null if there is none, or none that a server could mean. */
    private static @Nullable Long length(String text) {
        try {
            long length = Long.parseLong(text.substring(1));
            return length > Integer.MAX_VALUE ? null : Long.valueOf(length);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
