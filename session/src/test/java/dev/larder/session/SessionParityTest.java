package dev.larder.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The blocking sessions and those that do not block have the same operations. */
final class SessionParityTest {

    private static final Set<String> NOT_SHARED = Set.of("on", "async", "blocking");
    private static final Set<String> NOT_STAGED = Set.of("policy");

    @Test
    void asyncSessions_everyOperationOfSessions_isThereWithAStage() {
        assertThat(signatures(AsyncSessions.class, false)).isEqualTo(signatures(Sessions.class, true));
    }

    private static Set<String> signatures(Class<?> type, boolean staged) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !NOT_SHARED.contains(method.getName()))
                .map(method -> answer(method, staged) + " " + method.getName()
                        + Arrays.toString(method.getGenericParameterTypes()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String answer(Method method, boolean staged) {
        String answer = method.getGenericReturnType().getTypeName();
        return staged && !NOT_STAGED.contains(method.getName())
                ? "java.util.concurrent.CompletionStage<" + answer + ">"
                : answer;
    }
}
