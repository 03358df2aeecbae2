package dev.larder.check;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clocks that are wrong by a fixed time, in place of those of the machine: for a whole process, whose classes of Larder are loaded by a
 * {@link ShiftedClasses}. Started with the shift in milliseconds, the class to run, and its arguments.
 */
public final class ShiftedClock {

    private static volatile Duration shift = Duration.ZERO;

    private ShiftedClock() {}

    /** In place of {@link System#currentTimeMillis()}. */
    public static long currentTimeMillis() {
        return now().toEpochMilli();
    }

    /** In place of {@link System#nanoTime()}. */
    public static long nanoTime() {
        return System.nanoTime() + shift.toNanos();
    }

    /** In place of {@link Instant#now()}. */
    public static Instant now() {
        return Instant.now().plus(shift);
    }

    /** Runs a class with wrong clocks. */
    public static void main(String[] args) throws ReflectiveOperationException {
        shift = Duration.ofMillis(Long.parseLong(args[0]));
        ClassLoader loader = new ShiftedClasses(ShiftedClock.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Method main = Class.forName(args[1], true, loader).getMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
        } catch (InvocationTargetException e) {
            throw new CheckException("a process with shifted clocks failed: " + e.getCause(), e);
        }
    }

    /** The arguments that run a class with its own arguments. */
    static List<String> arguments(Duration shift, Class<?> main, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(Long.toString(shift.toMillis()), main.getName()));
        all.addAll(arguments);
        return all;
    }
}
