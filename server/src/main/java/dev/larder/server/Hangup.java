package dev.larder.server;

import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;

/** The signal SIGHUP, which tells a server to read its configuration again; where there is none, nobody does. */
final class Hangup {

    private Hangup() {}

    /**
     * Has something done at each of these signals, on a thread of the JVM. Without it the signal ends the process.
     *
     * <p>The class of the JDK for it is not part of its API, so that it is looked up.
     */
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(args[0]);
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "larder-hangup";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(Hangup.class.getName())
                    .log(Level.DEBUG, "no signal tells to read the configuration again", e);
        }
    }
}
