package dev.larder.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Clients that ask for a long response each, and take four bytes of it each second, with little room for more. */
final class SlowClients implements AutoCloseable {

    private static final int ROOM = 4_096;
    private static final int MORSEL = 4;
    private static final int ADDRESSES = 8;

    private final List<SocketChannel> clients = new ArrayList<>();
    private final ScheduledExecutorService eating = Executors.newSingleThreadScheduledExecutor();
    private volatile int fed;

    @SuppressWarnings("FutureReturnValueIgnored") // ends when this is closed
    SlowClients(int port, int count, String target) throws IOException {
        byte[] request = ("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel client = SocketChannel.open();
                clients.add(client);
                client.setOption(StandardSocketOptions.SO_RCVBUF, ROOM);
                client.bind(new InetSocketAddress(address(i), 0));
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                client.write(ByteBuffer.wrap(request));
                client.configureBlocking(false);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        eating.scheduleWithFixedDelay(this::eat, 0, 1, TimeUnit.SECONDS);
    }

    /** One of several addresses of loopback: a gateway takes so many connections from one only. */
    private static InetAddress address(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number % ADDRESSES)});
    }

    private void eat() {
        int got = 0;
        ByteBuffer morsel = ByteBuffer.allocate(MORSEL);
        for (SocketChannel client : clients) {
            morsel.clear();
            try {
                if (client.read(morsel) > 0) {
                    got++;
                }
            } catch (IOException e) {
                // Not fed, and so counted as missing.
            }
        }
        fed = got;
    }

    /** Returns how many got something when they tried last. */
    int fed() {
        return fed;
    }

    @Override
    public void close() {
        eating.shutdownNow();
        for (SocketChannel client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
    }
}
