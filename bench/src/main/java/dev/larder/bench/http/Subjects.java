package dev.larder.bench.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that is measured, before one origin, each on a free port of loopback. Ends with this, or with the process. */
final class Subjects implements AutoCloseable {

    private static final long STARTS_WITHIN_NANOS = 60_000_000_000L;
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final Source origin;
    private final List<Subject> all = new ArrayList<>();
    private final Thread hook = new Thread(this::end, "larder-bench-end");

    private Subjects(Path folder, Source origin) {
        this.folder = folder;
        this.origin = origin;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts them. */
    static Subjects start(Path folder) throws IOException {
        Subjects subjects = new Subjects(folder, Source.start());
        try {
            subjects.larder(HttpBenchmark.LARDER, "");
            subjects.larder(HttpBenchmark.LARDER_REDIS, "caches: { http: { near: off } }\n");
            subjects.varnish();
            subjects.nginx();
            return subjects;
        } catch (IOException | RuntimeException e) {
            subjects.close();
            throw e;
        }
    }

    List<Subject> all() {
        return all;
    }

    /** From now on nobody should have to ask the origin. */
    void filled() {
        origin.forget();
    }

    /** Makes sure that what was measured were hits. */
    void checkHits() {
        origin.checkNotAsked();
    }

    private void larder(String name, String settings) throws IOException {
        Path config = folder.resolve(name.replaceAll("\\W+", "-") + ".yaml");
        Files.writeString(
                config,
                "listen: " + HOST + ":0\norigin: " + origin.uri() + "\nroutes: { all: { prefix: / } }\n" + settings);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.larder.server.Main",
                "serve",
                "--config",
                config.toString()));
        Process process = new ProcessBuilder(command).redirectError(log(name)).start();
        try {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String address = said.readLine();
            if (address == null) {
                throw new IllegalStateException("the gateway did not start: " + Files.readString(logPath(name)));
            }
            all.add(new Subject(name, URI.create(address), process));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void varnish() throws IOException {
        int port = freePort();
        start(
                HttpBenchmark.VARNISH,
                port,
                List.of(
                        Programs.get("varnishd"),
                        "-F",
                        "-n",
                        folder.resolve("varnish").toString(),
                        "-a",
                        HOST + ":" + port,
                        "-b",
                        HOST + ":" + origin.uri().getPort(),
                        "-s",
                        "malloc,256m",
                        "-T",
                        "none"));
    }

    private void nginx() throws IOException {
        int port = freePort();
        Path home = Files.createDirectories(folder.resolve("nginx"));
        Path config = home.resolve("nginx.conf");
        String root = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        Files.writeString(
                config, """
                %s
                daemon off;
                worker_processes auto;
                pid %s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 1024; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 100000000;
                  open_file_cache max=1000 inactive=60s;
                  client_body_temp_path %s/body;
                  proxy_temp_path %s/temp;
                  fastcgi_temp_path %s/fastcgi;
                  uwsgi_temp_path %s/uwsgi;
                  scgi_temp_path %s/scgi;
                  proxy_cache_path %s/cache levels=1:2 keys_zone=all:10m max_size=256m use_temp_path=off;
                  server {
                    listen %s:%d;
                    location / {
                      proxy_pass %s;
                      proxy_cache all;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                    }
                  }
                }
                """.formatted(root, home, home, home, home, home, home, home, HOST, port, origin.uri()));
        start(
                HttpBenchmark.NGINX,
                port,
                List.of(Programs.get("nginx"), "-p", home.toString(), "-c", config.toString()));
    }

    private void start(String name, int port, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(log(name))
                .redirectErrorStream(true)
                .start();
        all.add(new Subject(name, URI.create("http://" + HOST + ":" + port), process));
        long until = System.nanoTime() + STARTS_WITHIN_NANOS;
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                throw new IllegalStateException(name + " did not start: " + Files.readString(logPath(name)));
            }
            Thread.onSpinWait();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ProcessBuilder.Redirect log(String name) {
        return ProcessBuilder.Redirect.to(logPath(name).toFile());
    }

    private Path logPath(String name) {
        return folder.resolve(name.replaceAll("\\W+", "-") + ".log");
    }

    private void end() {
        all.forEach(Subject::close);
        origin.close();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends: the hook runs.
        }
    }
}
