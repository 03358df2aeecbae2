package dev.larder.check;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * Loads the classes of Larder anew, each with its calls of {@link System} and {@link java.time.Instant} for the time led to {@link
 * ShiftedClock}. Nothing else is changed: a method of a class is named in one place of a class file, by the name of the class and its own.
 */
final class ShiftedClasses extends ClassLoader {

    private static final String OURS = "dev.larder.";
    private static final String CLOCK = "dev/larder/check/ShiftedClock";
    private static final Set<String> CALLS = Set.of(
            "java/lang/System.currentTimeMillis()J",
            "java/lang/System.nanoTime()J",
            "java/time/Instant.now()Ljava/time/Instant;");

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int NAME_AND_TYPE = 12;

    /** Bytes of each kind of constant after its tag, but for texts. */
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(3, 4),
            Map.entry(4, 4),
            Map.entry(5, 8),
            Map.entry(6, 8),
            Map.entry(CLASS, 2),
            Map.entry(8, 2),
            Map.entry(9, 4),
            Map.entry(METHOD, 4),
            Map.entry(11, 4),
            Map.entry(NAME_AND_TYPE, 4),
            Map.entry(15, 3),
            Map.entry(16, 2),
            Map.entry(17, 4),
            Map.entry(18, 4),
            Map.entry(19, 2),
            Map.entry(20, 2));

    ShiftedClasses(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.equals(ShiftedClock.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = shift(file.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Leads the calls of a class file for the time to the clock that is wrong. */
    static byte[] shift(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int count = bytes.getShort(8) & 0xffff;
        int[] at = new int[count];
        int next = 10;
        for (int index = 1; index < count; index++) {
            at[index] = next;
            int tag = file[next];
            Integer size = SIZES.get(tag);
            next += 1 + (size != null ? size : 2 + (bytes.getShort(next + 1) & 0xffff));
            // Long numbers count twice.
            index += tag == 5 || tag == 6 ? 1 : 0;
        }
        boolean changed = false;
        for (int index = 1; index < count; index++) {
            if (at[index] != 0 && file[at[index]] == METHOD && CALLS.contains(call(bytes, at, at[index]))) {
                bytes.putShort(at[index] + 1, (short) (count + 1));
                changed = true;
            }
        }
        return changed ? withClock(file, count, next) : file;
    }

    private static String call(ByteBuffer bytes, int[] at, int method) {
        int owner = at[bytes.getShort(method + 1) & 0xffff];
        int what = at[bytes.getShort(method + 3) & 0xffff];
        return text(bytes, at[bytes.getShort(owner + 1) & 0xffff]) + "."
                + text(bytes, at[bytes.getShort(what + 1) & 0xffff])
                + text(bytes, at[bytes.getShort(what + 3) & 0xffff]);
    }

    private static String text(ByteBuffer bytes, int at) {
        byte[] text = new byte[2 + (bytes.getShort(at + 1) & 0xffff)];
        bytes.get(at + 1, text);
        try {
            return new DataInputStream(new ByteArrayInputStream(text)).readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("no class file", e);
        }
    }

    /** Adds the name of the clock, and its class, at the end of the constants. */
    private static byte[] withClock(byte[] file, int count, int end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 64);
        DataOutputStream data = new DataOutputStream(out);
        data.write(file, 0, 8);
        data.writeShort(count + 2);
        data.write(file, 10, end - 10);
        data.writeByte(UTF8);
        data.writeUTF(CLOCK);
        data.writeByte(CLASS);
        data.writeShort(count);
        data.write(file, end, file.length - end);
        return out.toByteArray();
    }
}
