package dev.larder.http.guard;

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

/** The page of attacks names tests that exist, and all of them. */
final class HttpSecurityPageTest {

    private static final Path PAGE = Path.of("..", "docs", "features", "http-security.md");

    private static final Pattern NAMED =
            Pattern.compile("`(\\w+(?:Test|Properties|Fuzz))\\.(\\w+_\\w+_\\w+|\\w+_\\w+)`");

    private static final List<Class<?>> TESTS = List.of(
            SmugglingTest.class,
            HostConfusionTest.class,
            ScreeningTest.class,
            TargetTest.class,
            QueryTest.class,
            FieldRulesTest.class,
            ResponseScreeningTest.class,
            OwnAnswerTest.class,
            BoundsTest.class,
            TargetProperties.class,
            TargetFuzz.class,
            ScreeningFuzz.class);

    /** They say what settings mean, and show no attack. */
    private static final Set<String> OF_NO_ATTACK = Set.of(
            "SmugglingTest.chunked_underHttp11_goesOnWithoutItsField",
            "HostConfusionTest.admitted_host_isInTheAuthorityOnly",
            "FieldRulesTest.passedField_reachesTheOrigin_andItsRequestIsNotPlain",
            "FieldRulesTest.everythingPassed_likeTheRfc_isNotPlainButHandledFieldsStay",
            "FieldRulesTest.rules_fieldThatTheCacheAnswersTo_isRefused",
            "BoundsTest.clock_negativeAndWrappingAround_isATimeLikeAnyOther",
            "BoundsTest.rules_thatContradictThemselves_areRefused");

    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        NAMED.matcher(Files.readString(PAGE))
                .results()
                .forEach(found -> named.add(found.group(1) + "." + found.group(2)));
        return named;
    }

    private static Stream<String> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .filter(HttpSecurityPageTest::isTest)
                .map(method -> type.getSimpleName() + "." + method.getName());
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getSimpleName())
                .anyMatch(Set.of("Test", "ParameterizedTest", "Property", "FuzzTest")::contains);
    }

    @Test
    void page_itsTests_exist() throws IOException {
        assertThat(TESTS.stream().flatMap(HttpSecurityPageTest::tests)).containsAll(named());
    }

    @Test
    void page_allTests_areNamed() throws IOException {
        Set<String> known = named();
        known.addAll(OF_NO_ATTACK);

        assertThat(known)
                .containsAll(TESTS.stream().flatMap(HttpSecurityPageTest::tests).toList());
    }

    /** Rows of three cells are about what is gone when fields are seen: tests over sockets show that. */
    @Test
    void page_eachRowOfAnAttack_namesATest() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack"))
                .filter(line -> line.split("\\|", -1).length > 5)
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(60)
                .allMatch(row -> NAMED.matcher(row).find());
    }
}
