package dev.larder.server;

import dev.larder.gateway.AdminSettings;
import dev.larder.gateway.AdminToken;
import dev.larder.gateway.Listen;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of whoever opens the administration of a gateway, which is closed unless it is asked for. */
final class AdminOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "where to listen for purges, health and status, apart from the site; needs a token (default: what the file says,"
                            + " or nowhere)")
    private @Nullable String listen;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description =
                    "the file with the token that purges have to bring (default: what the file of --config says, or the variable "
                            + AdminSettings.VARIABLE + ")")
    private @Nullable Path file;

    /** Where to listen and whom to listen to. */
    record Door(Listen place, AdminToken token) {}

    /**
     * Returns what was asked for, null if nothing; ends the command as wrong use if that is not safe. What the command line says stands above
     * the file.
     */
    @Nullable
    Door door(@Nullable AdminSettings said) {
        if (listen == null && said == null) {
            Dialogue.require(spec, file == null, "--admin-token-file is for --admin, which says where to listen");
            return null;
        }
        Listen place = listen == null ? null : Listen.parse(listen);
        Dialogue.require(spec, listen == null || place != null, "--admin is HOST:PORT, as 127.0.0.1:8001");
        if (place == null) {
            place = Objects.requireNonNull(said).listen();
        }
        AdminSettings all = said != null && file == null
                ? said
                : new AdminSettings(place, file, file == null ? AdminSettings.VARIABLE : null);
        return new Door(place, token(all, place.host()));
    }

    private AdminToken token(AdminSettings all, String host) {
        String from = file != null
                ? "--admin-token-file"
                : all.tokenFile() != null ? "admin.token-file" : String.valueOf(all.tokenVariable());
        if (all.tokenVariable() != null && System.getenv(all.tokenVariable()) == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the administration needs a token, so that not everybody who reaches it purges"
                            + (isLoopback(host) ? "" : ", and all the more on an address that others reach")
                            + ": give --admin-token-file, or the variable " + all.tokenVariable());
        }
        try {
            return all.token();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), from + ": " + e.getMessage(), e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
