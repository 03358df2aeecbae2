package dev.larder.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports for servers, taken from below the ranges that Linux and macOS use for outgoing connections. A client that
 * tries again and again to reach a killed server on a port of such a range ends up connected to itself, and then keeps
 * the server from coming back.
 */
final class Ports {

    static final String HOST = "127.0.0.1";

    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 31_999;
    private static final int TRIES = 500;

    private Ports() {}

    /** A port on which nobody listened a moment ago; whoever uses it must be ready to find it taken. */
    static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedRedisException("No free port on " + HOST + " between " + LOWEST + " and " + HIGHEST
                + " after " + TRIES + " tries; fix one with port(int)");
    }

    /** The address of a port here. */
    static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
