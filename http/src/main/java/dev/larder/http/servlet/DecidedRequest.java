package dev.larder.http.servlet;

import dev.larder.http.message.HttpDate;
import dev.larder.http.message.RequestHead;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that the cache has decided on: method, target, parameters and fields.
 *
 * <p>Where an application forwards, some containers put a request of their own below this one: what that says of the dispatch counts, and
 * what it repeats of the client's request does not.
 */
class DecidedRequest extends HttpServletRequestWrapper {

    final HttpServletRequest real;
    final RequestHead head;
    final String path;
    final @Nullable String query;
    private final boolean asItCame;
    private @Nullable Map<String, String[]> parameters;

    /**
     * Creates a request.
     *
     * @param asItCame whether its content is the client's, so that parameters may be in there too
     */
    DecidedRequest(HttpServletRequest real, RequestHead head, boolean asItCame) {
        super(real);
        this.real = real;
        this.head = head;
        this.asItCame = asItCame;
        int mark = head.target().indexOf('?');
        this.path = mark < 0 ? head.target() : head.target().substring(0, mark);
        this.query = mark < 0 ? null : head.target().substring(mark + 1);
    }

    @Override
    public String getMethod() {
        return head.method();
    }

    @Override
    public String getScheme() {
        return head.scheme();
    }

    @Override
    public boolean isSecure() {
        return head.scheme().equals("https");
    }

    private int portAt() {
        return head.authority().indexOf(':', Math.max(0, head.authority().indexOf(']')));
    }

    @Override
    public String getServerName() {
        int colon = portAt();
        return colon < 0 ? head.authority() : head.authority().substring(0, colon);
    }

    @Override
    public int getServerPort() {
        int colon = portAt();
        int usual = isSecure() ? 443 : 80;
        return colon < 0 ? usual : Integer.parseInt(head.authority().substring(colon + 1));
    }

    /** Returns what the container says while the application forwards or includes; null if it does not. */
    private @Nullable HttpServletRequest dispatch() {
        return getRequest() instanceof HttpServletRequest below && !below.equals(real) ? below : null;
    }

    @Override
    public String getRequestURI() {
        HttpServletRequest dispatch = dispatch();
        return dispatch == null || dispatch.getRequestURI().equals(real.getRequestURI())
                ? path
                : dispatch.getRequestURI();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(head.scheme())
                .append("://")
                .append(head.authority())
                .append(getRequestURI());
    }

    @Override
    public @Nullable String getQueryString() {
        HttpServletRequest dispatch = dispatch();
        return dispatch == null || Objects.equals(dispatch.getQueryString(), real.getQueryString())
                ? query
                : dispatch.getQueryString();
    }

    /** The container gives it as the client has written it. */
    @Override
    public String getContextPath() {
        return getServletContext().getContextPath();
    }

    private Map<String, String[]> parameters() {
        if (asItCame) {
            return real.getParameterMap();
        }
        Map<String, String[]> read = parameters;
        if (read == null) {
            read = Parameters.of(query);
            parameters = read;
        }
        HttpServletRequest dispatch = dispatch();
        return dispatch == null ? read : Parameters.with(read, dispatch.getParameterMap(), real.getParameterMap());
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = parameters().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public @Nullable String getHeader(String name) {
        return name.equalsIgnoreCase("Host") ? head.authority() : head.fields().first(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return Collections.enumeration(
                name.equalsIgnoreCase("Host")
                        ? List.of(head.authority())
                        : head.fields().all(name));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = new ArrayList<>(List.of("host"));
        names.addAll(head.fields().names());
        return Collections.enumeration(names);
    }

    @Override
    public long getDateHeader(String name) {
        String value = getHeader(name);
        if (value == null) {
            return -1;
        }
        Instant date = HttpDate.parse(value, Instant.now());
        if (date == null) {
            throw new IllegalArgumentException("the field is no date");
        }
        return date.toEpochMilli();
    }

    @Override
    public int getIntHeader(String name) {
        String value = getHeader(name);
        return value == null ? -1 : Integer.parseInt(value);
    }

    @Override
    public Locale getLocale() {
        return getLocales().nextElement();
    }

    @Override
    public Enumeration<Locale> getLocales() {
        return Collections.enumeration(Locales.of(head.fields().combined("Accept-Language")));
    }

    @Override
    public @Nullable String getContentType() {
        return head.fields().first("Content-Type");
    }

    @Override
    public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override
    public long getContentLengthLong() {
        String length = head.fields().first("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }
}
