package dev.larder.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Another client: says one thing to a server by an inline command and returns the answer's first line, or its bulk. */
final class Raw {

    private Raw() {}

    static String say(int port, String command) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String first = reader.readLine();
            return first.startsWith("$") ? reader.readLine() : first;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
