package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The view that blocks and the one that does not have the same operations. */
final class ParityTest {

    private static final Set<String> NOT_STAGED = Set.of("stats");
    private static final Set<String> BRIDGES = Set.of("on", "async", "blocking");

    private static Set<String> operations(Class<?> type, boolean staged) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !BRIDGES.contains(method.getName()))
                .map(method -> signature(method, staged))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method, boolean staged) {
        String answer = method.getGenericReturnType().getTypeName();
        return (staged && !NOT_STAGED.contains(method.getName())
                        ? "java.util.concurrent.CompletionStage<" + answer + ">"
                        : answer)
                + " " + method.getName() + Arrays.toString(method.getGenericParameterTypes());
    }

    @Test
    void asyncLimits_everyOperationOfLimits_isThereWithAStage() {
        assertThat(operations(AsyncLimits.class, false)).isEqualTo(operations(Limits.class, true));
    }
}
