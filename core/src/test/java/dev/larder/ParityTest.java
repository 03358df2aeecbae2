package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The blocking cache and the one that does not block have the same operations. */
class ParityTest {

    private static final Map<String, String> ASYNC_LOADERS = Map.of(
            "dev.larder.Loader<", "dev.larder.Loader$Async<",
            "dev.larder.Loader$Conditional<", "dev.larder.Loader$AsyncConditional<",
            "dev.larder.Loader$Batch<", "dev.larder.Loader$AsyncBatch<");

    private static final Map<String, String> BOXED = Map.of("boolean", "java.lang.Boolean");

    /** What answers at once, or leads to the other view. */
    private static final Set<String> NOT_STAGED = Set.of("name", "stats");

    private static final Set<String> BRIDGES = Set.of("async", "blocking");

    @Test
    void asyncCache_everyOperationOfCache_isThereWithAStage() {
        Set<String> wanted =
                operations(Cache.class).stream().map(ParityTest::staged).collect(Collectors.toCollection(TreeSet::new));

        assertThat(signatures(AsyncCache.class)).isEqualTo(wanted);
    }

    private static Set<Method> operations(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !BRIDGES.contains(method.getName()))
                .collect(Collectors.toSet());
    }

    private static Set<String> signatures(Class<?> type) {
        return operations(type).stream()
                .map(method -> signature(method, text(method.getGenericReturnType())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String staged(Method method) {
        String answer = text(method.getGenericReturnType());
        String staged = NOT_STAGED.contains(method.getName())
                ? answer
                : "java.util.concurrent.CompletionStage<" + BOXED.getOrDefault(answer, answer) + ">";
        String signature = signature(method, staged);
        for (Map.Entry<String, String> loader : ASYNC_LOADERS.entrySet()) {
            signature = signature.replace(" " + loader.getKey(), " " + loader.getValue());
        }
        return signature;
    }

    private static String signature(Method method, String answer) {
        return answer + " " + method.getName() + "("
                + Arrays.stream(method.getGenericParameterTypes())
                        .map(type -> " " + text(type))
                        .collect(Collectors.joining(","))
                + ")";
    }

    private static String text(Type type) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getRawType().getTypeName()
                        + Arrays.stream(parameterized.getActualTypeArguments())
                                .map(ParityTest::text)
                                .collect(Collectors.joining(", ", "<", ">"))
                : type.getTypeName();
    }
}
