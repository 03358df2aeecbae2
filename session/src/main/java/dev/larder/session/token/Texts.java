package dev.larder.session.token;

import dev.larder.codec.CodecException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Some texts as bytes: each as UTF-8, with the number of its bytes before it, which has four. */
final class Texts {

    private Texts() {}

    /**
     * Makes the bytes.
     *
     * @throws IllegalArgumentException if a text has half of a surrogate pair
     */
    static byte[] write(List<String> texts) {
        List<ByteBuffer> parts = new ArrayList<>(texts.size());
        int length = 0;
        for (String text : texts) {
            ByteBuffer part = encode(text);
            parts.add(part);
            length += Integer.BYTES + part.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (ByteBuffer part : parts) {
            all.putInt(part.remaining()).put(part);
        }
        return all.array();
    }

    private static ByteBuffer encode(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text has half of a surrogate pair, which UTF-8 cannot say", e);
        }
    }

    /**
     * Reads the bytes, whatever they are.
     *
     * @throws CodecException if they are no texts
     */
    static List<String> read(byte[] bytes, int from) {
        ByteBuffer left = ByteBuffer.wrap(bytes, from, bytes.length - from);
        List<String> texts = new ArrayList<>();
        try {
            while (left.hasRemaining()) {
                int length = left.remaining() < Integer.BYTES ? -1 : left.getInt();
                if (length < 0 || length > left.remaining()) {
                    throw new CodecException("text " + texts.size() + " of " + bytes.length + " bytes is cut", null);
                }
                ByteBuffer part = left.slice().limit(length);
                texts.add(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
                left.position(left.position() + length);
            }
        } catch (CharacterCodingException e) {
            throw new CodecException("text " + texts.size() + " of " + bytes.length + " bytes is not UTF-8", e);
        }
        return texts;
    }
}
