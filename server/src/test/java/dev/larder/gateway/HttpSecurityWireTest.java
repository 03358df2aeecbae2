package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each attack on the page is tried over a socket as well, and the page names the test. */
final class HttpSecurityWireTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().resolve(Path.of("docs", "features", "http-security.md"));

    private static final Pattern NAMED = Pattern.compile("`(\\w+IT)\\.(\\w+)`");

    private static final List<Class<?>> TESTS = List.of(
            SmugglingIT.class,
            Http2DowngradeIT.class,
            HostAndMethodIT.class,
            RequestFieldsIT.class,
            TargetIT.class,
            SharedResponsesIT.class,
            ExhaustionIT.class,
            OwnAnswersIT.class);

    /** They show that what is no attack works. */
    private static final Set<String> OF_NO_ATTACK = Set.of("Http2DowngradeIT.request_plain_isTheSameAsOverHttp1");

    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        NAMED.matcher(Files.readString(PAGE))
                .results()
                .forEach(found -> named.add(found.group(1) + "." + found.group(2)));
        return named;
    }

    private static Stream<String> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(HttpSecurityWireTest::isTest)
                .map(method -> type.getSimpleName() + "." + method.getName());
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getSimpleName())
                .anyMatch(Set.of("Test", "ParameterizedTest")::contains);
    }

    @Test
    void page_eachRowOfAnAttack_namesATestOverASocket() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(80).allMatch(row -> {
            String[] cells = row.split("\\|", -1);
            return NAMED.matcher(cells[cells.length - 2]).find();
        });
    }

    @Test
    void page_itsTestsOverSockets_exist() throws IOException {
        Stream<Class<?>> all = Stream.concat(TESTS.stream(), Stream.of(GatewayContentIT.class));

        assertThat(all.flatMap(HttpSecurityWireTest::tests)).containsAll(named());
    }

    @Test
    void page_allTestsOverSockets_areNamed() throws IOException {
        Set<String> known = named();
        known.addAll(OF_NO_ATTACK);

        assertThat(known)
                .containsAll(TESTS.stream().flatMap(HttpSecurityWireTest::tests).toList());
    }
}
