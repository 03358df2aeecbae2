package dev.larder.session;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a session knows of whom it belongs to: the field {@code d}.
 *
 * @param number 16 random bytes, which its encrypted attributes are bound to; the same for all IDs that it ever has
 * @param userId who is logged in, or null
 * @param details device and place
 */
record Visitor(byte[] number, @Nullable String userId, Details details) {

    private static final int NUMBER_BYTES = 16;
    private static final byte NOBODY = 0;
    private static final byte USER = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes one that was never there. */
    static Visitor fresh(@Nullable String userId, Details details) {
        byte[] number = new byte[NUMBER_BYTES];
        RANDOM.nextBytes(number);
        return new Visitor(number, userId, details);
    }

    byte[] encode() {
        byte[] user = userId == null ? new byte[0] : userId.getBytes(StandardCharsets.UTF_8);
        byte[] device = details.device().getBytes(StandardCharsets.UTF_8);
        byte[] place = details.place().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(NUMBER_BYTES + 7 + user.length + device.length + place.length);
        bytes.put(number).put(userId == null ? NOBODY : USER);
        put(bytes, user);
        put(bytes, device);
        put(bytes, place);
        return bytes.array();
    }

    private static void put(ByteBuffer to, byte[] text) {
        to.putShort((short) text.length).put(text);
    }

    /** Returns what was encoded, or null of anything else. */
    static @Nullable Visitor decode(byte[] encoded) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(encoded);
            byte[] number = new byte[NUMBER_BYTES];
            bytes.get(number);
            boolean user = bytes.get() == USER;
            String userId = text(bytes);
            return new Visitor(number, user ? userId : null, new Details(text(bytes), text(bytes)));
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static String text(ByteBuffer from) {
        byte[] text = new byte[from.getShort() & 0xffff];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Shows nothing of anybody. */
    @Override
    public String toString() {
        return "Visitor";
    }
}
