package dev.larder.http.servlet;

import dev.larder.http.Gate;
import dev.larder.http.message.Fields;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request that passes the cache by and has entered: as its client has sent it, but for what says who it is. What the gate leaves of that,
 * and what it says itself, is all that the application sees of it.
 */
final class EnteredRequest extends HttpServletRequestWrapper {

    private static final Set<String> DECIDED = Set.of(
            "cookie",
            "authorization",
            Gate.USER.toLowerCase(Locale.ROOT),
            Gate.ROLES.toLowerCase(Locale.ROOT),
            Gate.SCOPES.toLowerCase(Locale.ROOT));

    private final HttpServletRequest real;
    private final HttpServletResponse response;
    private final Fields decided;
    private final @Nullable SaidUser user;

    /**
     * Creates a request.
     *
     * @param response as the application writes it
     */
    EnteredRequest(HttpServletRequest real, Gate.Entry.Let let, HttpServletResponse response) {
        super(real);
        this.real = real;
        this.response = response;
        Fields.Builder fields = Fields.builder();
        let.request().fields().forEach(line -> {
            if (DECIDED.contains(line.name().toLowerCase(Locale.ROOT))) {
                fields.add(line.name(), line.value());
            }
        });
        let.identity().forEach(line -> fields.set(line.name(), line.value()));
        this.decided = fields.build();
        this.user = SaidUser.of(let.identity());
    }

    private static boolean isDecided(String name) {
        return DECIDED.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isDecided(name) ? decided.first(name) : real.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isDecided(name) ? Collections.enumeration(decided.all(name)) : real.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Set<String> names = new TreeSet<>(decided.names());
        List<String> all = Collections.list(real.getHeaderNames());
        all.removeIf(EnteredRequest::isDecided);
        names.addAll(all);
        return Collections.enumeration(names);
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        return Cookies.left(decided, real.getCookies());
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return user == null ? real.getUserPrincipal() : user;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return user == null ? real.getRemoteUser() : user.name();
    }

    @Override
    public boolean isUserInRole(String role) {
        return user == null ? real.isUserInRole(role) : user.roles().contains(role);
    }

    /** What the application does later, it does with the same request and response: the container would take its own. */
    @Override
    public AsyncContext startAsync() {
        return real.startAsync(this, response);
    }
}
