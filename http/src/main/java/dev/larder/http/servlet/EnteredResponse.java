package dev.larder.http.servlet;

import dev.larder.http.Gate;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that has entered, as an application writes it to the client past the cache. What the gate adds is in the head at
 * any moment, because the container may send it at any: when a buffer is full, at the end of an asynchronous request, with a page of its own.
 * The application sees what it has said itself.
 */
final class EnteredResponse extends HttpServletResponseWrapper {

    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String SET_COOKIE = "Set-Cookie";

    private final Gate.Entry.Let let;
    private final Set<String> decided;

    /** Whether anybody has said yet who may keep the response. */
    private boolean said;

    private EnteredResponse(HttpServletResponse real, Gate.Entry.Let let) {
        super(real);
        this.let = let;
        this.decided = let.decided();
    }

    /** Returns the response with what the gate adds; as it is if that is nothing. */
    static HttpServletResponse of(HttpServletResponse real, Gate.Entry.Let let) {
        if (let.decided().isEmpty()) {
            return real;
        }
        EnteredResponse entered = new EnteredResponse(real, let);
        entered.begin();
        return entered;
    }

    private void begin() {
        said = super.containsHeader(CACHE_CONTROL);
        decided.forEach(name -> write(name, own(name)));
    }

    /** Returns the lines that are not from the gate. The container adds cookies past this response, so they are read where it has them. */
    private List<String> own(String name) {
        if (!said && name.equalsIgnoreCase(CACHE_CONTROL)) {
            return new ArrayList<>();
        }
        List<String> own = new ArrayList<>(super.getHeaders(name));
        let.told().all(name).forEach(own::remove);
        return own;
    }

    private void write(String name, List<String> own) {
        List<String> lines = let.lines(name, own);
        if (!lines.equals(List.copyOf(super.getHeaders(name)))) {
            super.setHeader(name, lines.isEmpty() ? null : lines.get(0));
            lines.stream().skip(1).forEach(line -> super.addHeader(name, line));
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (decided.contains(name)) {
            said = name.equalsIgnoreCase(CACHE_CONTROL) ? value != null : said;
            write(name, value == null ? List.of() : List.of(value));
        } else {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!decided.contains(name)) {
            super.addHeader(name, value);
        } else if (value != null) {
            List<String> own = own(name);
            own.add(value);
            said |= name.equalsIgnoreCase(CACHE_CONTROL);
            write(name, own);
        }
    }

    @Override
    public void addCookie(Cookie cookie) {
        super.addCookie(cookie);
        if (decided.contains(SET_COOKIE)) {
            write(SET_COOKIE, own(SET_COOKIE));
        }
    }

    @Override
    public void reset() {
        super.reset();
        begin();
    }

    @Override
    public boolean containsHeader(String name) {
        return decided.contains(name) ? !own(name).isEmpty() : super.containsHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (!decided.contains(name)) {
            return super.getHeader(name);
        }
        List<String> own = own(name);
        return own.isEmpty() ? null : own.get(0);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return decided.contains(name) ? own(name) : super.getHeaders(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return super.getHeaderNames().stream().filter(this::containsHeader).toList();
    }
}
