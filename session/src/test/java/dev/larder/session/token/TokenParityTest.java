package dev.larder.session.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What blocks and what does not have the same operations. */
final class TokenParityTest {

    private static final Set<String> BRIDGES = Set.of("async", "blocking", "on");

    static Stream<Arguments> views() {
        return Stream.of(
                Arguments.of(Tokens.class, AsyncTokens.class),
                Arguments.of(OneTimeTokens.class, AsyncOneTimeTokens.class),
                Arguments.of(Revocations.class, AsyncRevocations.class));
    }

    @ParameterizedTest
    @MethodSource("views")
    void async_everyOperationOfTheBlockingView_isThereWithAStage(Class<?> blocking, Class<?> async) {
        Set<String> wanted = operations(blocking)
                .map(method -> signature(
                        method,
                        "java.util.concurrent.CompletionStage<"
                                + method.getGenericReturnType().getTypeName() + ">"))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> found = operations(async)
                .map(method -> signature(method, method.getGenericReturnType().getTypeName()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).isEqualTo(wanted).isNotEmpty();
    }

    private static Stream<Method> operations(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !BRIDGES.contains(method.getName()));
    }

    private static String signature(Method method, String answer) {
        return answer + " " + method.getName() + Arrays.toString(method.getGenericParameterTypes());
    }
}
