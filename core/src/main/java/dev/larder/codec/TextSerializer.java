package dev.larder.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text as UTF-8, where nothing is ever replaced by a question mark. */
final class TextSerializer implements Serializer<String> {

    private static final String FORMAT = "text";
    private static final long FINGERPRINT = Fingerprint.of(FORMAT, String.class);

    @Override
    public byte[] write(String value) {
        if (!Unicode.isWellFormed(value)) {
            throw new CodecException(
                    "text of " + value.length() + " characters has half of a surrogate pair, which UTF-8 cannot hold",
                    null);
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(Unicode.REPLACEMENT) < 0 ? text : readStrictly(bytes, offset, length);
    }

    private static String readStrictly(byte[] bytes, int offset, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CodecException(length + " bytes are not UTF-8", e);
        }
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public long fingerprint() {
        return FINGERPRINT;
    }
}
