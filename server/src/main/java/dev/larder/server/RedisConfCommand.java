package dev.larder.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder redis-conf}: a hardened configuration file for the server. */
@Command(
        name = "redis-conf",
        description = {
            "Prints a hardened redis.conf for Redis from 7.0 or Valkey from 7.2 on. Each setting says why it is there.",
            "Users come from an ACL file: larder acl --format file prints its lines."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Examples:",
            "  larder redis-conf --memory 4gb --bind '10.0.0.5 127.0.0.1' --tls-port 6379 > redis.conf",
            "  larder redis-conf --memory 512mb > redis.conf      on this machine only, without TLS",
            "  larder redis-conf --policy allkeys-lfu --no-persistence     a cache and nothing else"
        })
final class RedisConfCommand implements Callable<Integer> {

    private static final List<String> POLICIES =
            List.of("volatile-ttl", "volatile-lfu", "volatile-lru", "allkeys-lfu", "allkeys-lru", "noeviction");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "Memory for data, such as 512mb or 4gb: about two thirds of the machine's. Default: ${DEFAULT-VALUE}")
    private String memory = "1gb";

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "What is evicted when the memory is full. Default: ${DEFAULT-VALUE}")
    private String policy = POLICIES.get(0);

    @Option(
            names = "--bind",
            paramLabel = "ADDRESSES",
            description = "Where to listen, separated by spaces. Default: this machine only")
    private String bind = "127.0.0.1 -::1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port without TLS. Default: 6379, or none with --tls-port")
    private @Nullable Integer port;

    @Option(
            names = "--tls-port",
            paramLabel = "N",
            description = "Port with TLS, which clients prove themselves on too")
    private @Nullable Integer tlsPort;

    @Option(
            names = "--tls-folder",
            paramLabel = "FOLDER",
            description = "Folder with server.pem, server-key.pem and ca.pem. Default: ${DEFAULT-VALUE}")
    private String tlsFolder = "/etc/redis/tls";

    @Option(names = "--aclfile", paramLabel = "FILE", description = "The users. Default: ${DEFAULT-VALUE}")
    private String aclfile = "/etc/redis/users.acl";

    @Option(names = "--dir", paramLabel = "FOLDER", description = "The data. Default: ${DEFAULT-VALUE}")
    private String dir = "/var/lib/redis";

    @Option(names = "--no-persistence", description = "Keep nothing on disk: for caches without sessions.")
    private boolean nothingKept;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        check();
        String text = network() + filled("memory.conf") + filled(nothingKept ? "volatile.conf" : "durable.conf");
        output.print(new Report(directives(text)), () -> text.strip().lines().toList());
        return ExitCode.GOOD;
    }

    private record Report(List<Directive> directives) {}

    private record Directive(String name, String value) {}

    private void check() {
        Dialogue.require(
                spec,
                memory.toLowerCase(Locale.ROOT).matches("[1-9][0-9]{0,11}(mb|gb)"),
                "--memory '" + memory + "' is no size: give a number and mb or gb, such as 512mb");
        policy = Dialogue.named(spec, "--policy", policy, POLICIES, name -> name);
        Dialogue.require(
                spec,
                Arrays.stream(bind.strip().split(" +", -1)).allMatch(one -> one.matches("-?[0-9A-Za-z.:*_%-]+")),
                "--bind: give addresses of this machine, separated by spaces, such as '10.0.0.5 127.0.0.1'");
        requirePort("--port", port);
        requirePort("--tls-port", tlsPort);
        Dialogue.require(
                spec,
                port == null || tlsPort == null || !port.equals(tlsPort),
                "--port and --tls-port are the same; leave --port out for TLS alone");
        for (String path : List.of(tlsFolder, aclfile, dir)) {
            Dialogue.require(
                    spec,
                    !path.isBlank() && path.chars().noneMatch(c -> c < ' ' || c == '"' || c == '\\'),
                    "A path is empty, or has a quotation mark, a backslash or a control character in it");
        }
    }

    private void requirePort(String option, @Nullable Integer number) {
        Dialogue.require(
                spec,
                number == null || number >= 1 && number <= 65_535,
                option + " is " + number + ": give 1 to 65535");
    }

    private String network() {
        return filled("network.conf") + filled(tlsPort == null ? "plain.conf" : "tls.conf") + filled("safety.conf");
    }

    private String filled(String part) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("@bind@", bind.strip());
        values.put("@port@", String.valueOf(port != null ? port : tlsPort == null ? 6379 : 0));
        values.put("@tls-port@", String.valueOf(tlsPort));
        values.put("@tls-folder@", tlsFolder);
        values.put("@aclfile@", quoted(aclfile));
        values.put("@dir@", quoted(dir));
        values.put("@memory@", memory.toLowerCase(Locale.ROOT));
        values.put("@policy@", policy);
        String text;
        try (InputStream in = RedisConfCommand.class.getResourceAsStream("redis-conf/" + part)) {
            text = new String(Objects.requireNonNull(in, part).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + part, e);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static String quoted(String path) {
        return path.contains(" ") ? '"' + path + '"' : path;
    }

    private static List<Directive> directives(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" ", 2))
                .map(words -> new Directive(words[0], words[1]))
                .toList();
    }
}
