package dev.larder.server;

import dev.larder.gateway.Admin;
import dev.larder.gateway.AdminToken;
import dev.larder.http.HttpCache;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of whoever opens the administration of a gateway, which is closed unless it is asked for. */
final class AdminOptions {

    static final String VARIABLE = "LARDER_ADMIN_TOKEN";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "where to listen for purges, apart from the site; needs a token (default: nowhere)")
    private @Nullable String listen;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "the file with the token that purges have to bring (default: the variable " + VARIABLE + ")")
    private @Nullable Path file;

    /** Where to listen and whom to listen to. */
    record Door(String host, int port, AdminToken token) {

        Admin open(HttpCache cache) {
            return Admin.start(cache, host, port, token);
        }
    }

    /** Returns what was asked for, null if nothing; ends the command as wrong use if that is not safe. */
    @Nullable
    Door door() {
        String where = listen;
        if (where == null) {
            Dialogue.require(spec, file == null, "--admin-token-file is for --admin, which says where to listen");
            return null;
        }
        int colon = where.lastIndexOf(':');
        String host = colon > 0 ? where.substring(0, colon).replaceAll("[\\[\\]]", "") : "";
        int port = port(where.substring(colon + 1));
        Dialogue.require(spec, !host.isEmpty() && port >= 0, "--admin is HOST:PORT, as 127.0.0.1:8001");
        return new Door(host, port, token(host));
    }

    private AdminToken token(String host) {
        String variable = System.getenv(VARIABLE);
        if (file == null && variable == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--admin needs a token, so that not everybody who reaches it purges"
                            + (isLoopback(host) ? "" : ", and all the more on an address that others reach")
                            + ": give --admin-token-file, or the variable " + VARIABLE);
        }
        try {
            return file != null ? AdminToken.ofFile(file) : AdminToken.of(variable);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), (file != null ? "--admin-token-file: " : VARIABLE + ": ") + e.getMessage(), e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port <= 65_535 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
