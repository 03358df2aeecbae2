package dev.larder.http.servlet;

import dev.larder.http.guard.Arrival;
import dev.larder.http.message.Field;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an arrival of what a container has parsed: the target as it was sent, fields by their names in the order of the first of each. Scheme
 * and host are what the application sees, which a proxy before it may have decided; without any {@code Host} there is none.
 */
final class Arrivals {

    private Arrivals() {}

    static Arrival of(HttpServletRequest request) {
        Arrival.Version version = version(request.getProtocol());
        List<Field> lines = new ArrayList<>();
        List<String> hosts = Collections.list(request.getHeaders("Host"));
        for (String name : Collections.list(request.getHeaderNames())) {
            if (!name.equalsIgnoreCase("Host") || hosts.size() > 1) {
                Collections.list(request.getHeaders(name)).forEach(value -> lines.add(new Field(name, value)));
            }
        }
        boolean second = version == Arrival.Version.HTTP_2;
        String query = request.getQueryString();
        String target = query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        boolean without =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return new Arrival(
                version,
                request.getScheme(),
                request.getMethod(),
                target,
                hosts.isEmpty() && !second ? null : authority(request),
                lines,
                second && !without);
    }

    private static @Nullable String authority(HttpServletRequest request) {
        String host = request.getServerName();
        if (host == null || host.isEmpty()) {
            return null;
        }
        String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return request.getServerPort() > 0 ? name + ":" + request.getServerPort() : name;
    }

    private static Arrival.Version version(String protocol) {
        return switch (protocol) {
            case "HTTP/1.0" -> Arrival.Version.HTTP_1_0;
            case "HTTP/1.1" -> Arrival.Version.HTTP_1_1;
            default -> Arrival.Version.HTTP_2;
        };
    }
}
