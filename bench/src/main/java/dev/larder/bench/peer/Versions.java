package dev.larder.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of libraries, as their archives tell them. */
public final class Versions {

    private static final String UNKNOWN = "(version unknown)";

    private Versions() {}

    /**
     * Returns a version without what follows a slash, which is the build.
     *
     * @param type a class of the library
     * @param coordinates its group and artifact with a slash between, where the manifest may not tell the version
     */
    public static String of(Class<?> type, String coordinates) {
        String implementation = type.getPackage().getImplementationVersion();
        return implementation != null ? implementation.replaceFirst("/.*$", "") : fromPom(type, coordinates);
    }

    private static String fromPom(Class<?> type, String coordinates) {
        try (InputStream in = type.getResourceAsStream("/META-INF/maven/" + coordinates + "/pom.properties")) {
            if (in == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
