package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.LarderConfig;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder acl}: the least rights of a component in Redis. */
@Command(
        name = "acl",
        description = {
            "Prints the rights that a component of Larder needs in Redis or Valkey, and no more, as one line for redis-cli or"
                    + " for an ACL file. What the line is for goes to the standard error.",
            "Components: engine, session, live, ops, backup, restore."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Examples:",
            "  larder acl --component engine --namespace grounds --password-file password | redis-cli",
            "  larder acl --component engine --password-file password --format file >> users.acl",
            "  larder acl --component engine --on sentinel --password-file password",
            "  larder acl --component ops --json",
            "",
            "Without --password-file the line has PASSWORD-SHA256 in place of a password, and servers refuse it as it is."
        })
final class AclCommand implements Callable<Integer> {

    private static final String PLACEHOLDER = "#PASSWORD-SHA256";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--component",
            required = true,
            paramLabel = "NAME",
            description = "engine, session, live, ops, backup or restore")
    @SuppressWarnings("NullAway.Init")
    private String component;

    @Option(
            names = "--on",
            paramLabel = "PLACE",
            description = "server, cluster (a node of a Cluster) or sentinel. Default: ${DEFAULT-VALUE}")
    private String on = "server";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "The setting namespace of the component. Default: ${DEFAULT-VALUE}")
    private String namespace = "larder";

    @Option(names = "--user", paramLabel = "NAME", description = "Name of the user. Default: larder- and the component")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password, as the setting password-file has it; only its SHA-256 is printed")
    private @Nullable Path passwordFile;

    @Option(
            names = "--select",
            description = "Let the user choose a database other than 0: rules cannot say which one.")
    private boolean select;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "setuser, a command for redis-cli, or file, a line of an ACL file. Default: ${DEFAULT-VALUE}")
    private String format = "setuser";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Component wanted =
                Dialogue.named(spec, "--component", component, Arrays.asList(Component.values()), Component::word);
        Place place = Dialogue.named(spec, "--on", on, Arrays.asList(Place.values()), Place::word);
        String form = Dialogue.named(spec, "--format", format, List.of("setuser", "file"), name -> name);
        String name = user == null ? "larder-" + wanted.word() : user;
        Dialogue.require(
                spec,
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
                "--user: a name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter or a digit");
        Dialogue.require(spec, !select || place == Place.SERVER, "--select is for servers: there is but one database");
        Rights rights = rights(wanted, place);
        PasswordHash password = passwordFile == null ? null : PasswordHash.of(passwordFile);
        List<String> rules = new ArrayList<>(rights.rules());
        rules.add("on");
        rules.add(password == null ? PLACEHOLDER : "#" + password.sha256());
        tell(wanted, place, password);
        String line = (form.equals("file") ? "user " : "ACL SETUSER ") + name + " "
                + rules.stream().map(rule -> quoted(form, rule)).collect(Collectors.joining(" "));
        output.print(
                new Report(wanted.word(), place.word(), namespace, name, wanted.purpose(), rules, line),
                () -> List.of(line));
        return ExitCode.GOOD;
    }

    private record Report(
            String component,
            String on,
            String namespace,
            String user,
            String purpose,
            List<String> rules,
            String line) {}

    private Rights rights(Component wanted, Place place) {
        try {
            LarderConfig.builder().namespace(namespace).build();
        } catch (ConfigurationException e) {
            throw new ParameterException(spec.commandLine(), "--namespace: " + e.getMessage(), e);
        }
        Rights rights = Rights.of(wanted, place, namespace);
        return select ? rights.withDatabase() : rights;
    }

    private void tell(Component wanted, Place place, @Nullable PasswordHash password) {
        var err = spec.commandLine().getErr();
        String where = place == Place.SENTINEL ? " (here: asks the Sentinels)" : "";
        err.println("larder: " + wanted.word() + ": " + wanted.purpose() + where);
        if (password == null) {
            err.println("larder: no --password-file: replace " + PLACEHOLDER.substring(1)
                    + " by what this prints:  printf %s 'password' | sha256sum");
        } else if (password.isShort()) {
            err.println(
                    "larder: the password has fewer than " + PasswordHash.LONG_ENOUGH
                            + " bytes, and whoever sees its SHA-256 can guess it; make one by ACL GENPASS or openssl rand -hex 32");
        }
        err.flush();
    }

    /** A selector is one word to {@code redis-cli}, and several to an ACL file. */
    private static String quoted(String form, String rule) {
        return form.equals("setuser") && rule.contains(" ") ? '"' + rule + '"' : rule;
    }
}
