package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application can ask a request: all of it was decided on. */
class SeenRequestTest {

    /** What says nothing of a client that the key does not say: the container, the dispatch, and the decoded path, which is the key's. */
    private static final Set<String> CONTAINERS_OWN = Set.of(
            "getAsyncContext",
            "getDispatcherType",
            "getHttpServletMapping",
            "getLocalAddr",
            "getLocalName",
            "getLocalPort",
            "getPathInfo",
            "getPathTranslated",
            "getProtocolRequestId",
            "getRequestDispatcher",
            "getRequestId",
            "getServletConnection",
            "getServletContext",
            "getServletPath",
            "isAsyncStarted",
            "newPushBuilder",
            "removeAttribute",
            "setAttribute");

    private static Stream<Method> methods() {
        return Stream.of(ServletRequest.class, HttpServletRequest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic());
    }

    private static boolean isDecided(Method method) {
        return method.getName().equals("setCharacterEncoding")
                || Stream.of(SeenRequest.class, DecidedRequest.class).anyMatch(type -> hasOwn(type, method));
    }

    private static boolean hasOwn(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }

    @Test
    void methods_allOfTheSpecification_areDecidedOn() {
        Set<String> undecided = new TreeSet<>();
        methods().filter(method -> !isDecided(method)).forEach(method -> undecided.add(method.getName()));

        assertThat(undecided).isEqualTo(new TreeSet<>(CONTAINERS_OWN));
    }
}
