package dev.larder.codec;

import java.util.Arrays;
import java.util.Objects;

/** The bytes themselves, copied both ways. */
final class BytesSerializer implements Serializer<byte[]> {

    private static final String FORMAT = "bytes";
    private static final long FINGERPRINT = Fingerprint.of(FORMAT, byte[].class);

    @Override
    public byte[] write(byte[] value) {
        return value.clone();
    }

    @Override
    public byte[] read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return Arrays.copyOfRange(bytes, offset, offset + length);
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
