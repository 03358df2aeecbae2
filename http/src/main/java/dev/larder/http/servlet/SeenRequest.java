package dev.larder.http.servlet;

import dev.larder.http.message.RequestHead;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as an application sees it behind the cache: method, target and fields are those that the cache has decided on. Where the response
 * may be stored, nothing else can be seen that a client sends or is: no address, no session, no user, no content, nothing of the connection
 * (docs/features/servlet.md lists what takes its place).
 */
final class SeenRequest extends DecidedRequest {

    private static final String NOWHERE = "0.0.0.0";

    /** What containers say of a client in attributes. */
    private static final Set<String> OF_CLIENT = Set.of(
            "jakarta.servlet.request.X509Certificate",
            "jakarta.servlet.request.cipher_suite",
            "jakarta.servlet.request.key_size",
            "jakarta.servlet.request.secure_protocol",
            "jakarta.servlet.request.ssl_session_id",
            "jakarta.servlet.request.tls_session",
            "org.apache.catalina.AccessLog.RemoteAddr",
            "org.apache.catalina.AccessLog.RemoteHost",
            "org.apache.tomcat.remoteAddr");

    private final Run run;
    private final @Nullable ServletInputStream content;
    private final boolean kept;
    private final boolean addresses;

    /** Whether sessions are part of what the cache has decided on. */
    private final boolean session;

    /** Whether users are. */
    private final boolean identified;

    /** Who asks, where the gate says it; part of the key, or of a response for one client. */
    private final @Nullable SaidUser user;

    private boolean opened;
    private @Nullable String encoding;
    private @Nullable BufferedReader reader;

    /**
     * Creates a request.
     *
     * @param content what the cache has left of it; null if it is as it came
     */
    SeenRequest(
            HttpServletRequest real,
            RequestHead head,
            Run run,
            @Nullable ServletInputStream content,
            boolean kept,
            boolean addresses) {
        super(real, unconditional(real, head, kept), content == null);
        this.run = run;
        this.content = content;
        this.kept = kept;
        this.addresses = addresses;
        this.session = !kept || head.fields().has("Cookie");
        this.identified = session || isIdentified(head);
        this.user = SaidUser.of(head.fields());
    }

    private static boolean isIdentified(RequestHead head) {
        return head.fields().has("Cookie") || head.fields().has("Authorization");
    }

    /** Where its response will be for one client, the application sees no conditions: that client could not be given a 304. */
    private static RequestHead unconditional(HttpServletRequest real, RequestHead head, boolean kept) {
        return kept && !isIdentified(head) && real.getUserPrincipal() != null
                ? head.with(head.fields().without("If-None-Match", "If-Modified-Since"))
                : head;
    }

    /** Returns whether the application has seen, or may have seen, who its client is, though the key does not say so. */
    boolean isPersonal() {
        return opened || (!identified && real.getUserPrincipal() != null);
    }

    @Override
    public String getProtocol() {
        return kept ? "HTTP/1.1" : real.getProtocol();
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        return Cookies.left(head.fields(), real.getCookies());
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return kept ? encoding : real.getCharacterEncoding();
    }

    @Override
    public void setCharacterEncoding(@Nullable String name) throws UnsupportedEncodingException {
        encoding = name;
        if (!kept) {
            real.setCharacterEncoding(name);
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return content == null ? real.getInputStream() : content;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (content == null) {
            return real.getReader();
        }
        BufferedReader made = reader;
        if (made == null) {
            String name = getCharacterEncoding();
            Charset charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            made = new BufferedReader(new InputStreamReader(content, charset));
            reader = made;
        }
        return made;
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        checkParts();
        return real.getParts();
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        checkParts();
        return real.getPart(name);
    }

    private void checkParts() throws ServletException {
        if (content != null) {
            throw new ServletException("the request has no parts");
        }
    }

    @Override
    public Map<String, String> getTrailerFields() {
        return kept ? Map.of() : real.getTrailerFields();
    }

    @Override
    public boolean isTrailerFieldsReady() {
        return kept || real.isTrailerFieldsReady();
    }

    private boolean hidesAddress() {
        return kept && !addresses;
    }

    @Override
    public String getRemoteAddr() {
        return hidesAddress() ? NOWHERE : real.getRemoteAddr();
    }

    @Override
    public String getRemoteHost() {
        return hidesAddress() ? NOWHERE : real.getRemoteHost();
    }

    @Override
    public int getRemotePort() {
        return hidesAddress() ? 0 : real.getRemotePort();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = kept && OF_CLIENT.contains(name) ? null : super.getAttribute(name);
        if (value != null && name.equals(RequestDispatcher.FORWARD_REQUEST_URI)) {
            return path;
        }
        if (value != null && name.equals(RequestDispatcher.FORWARD_QUERY_STRING)) {
            return query;
        }
        return value;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        List<String> names = Collections.list(super.getAttributeNames());
        names.removeIf(name -> kept && OF_CLIENT.contains(name));
        return Collections.enumeration(names);
    }

    private boolean knowsSession() {
        return session || opened;
    }

    private boolean knowsUser() {
        return identified || opened;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        if (knowsSession()) {
            HttpSession known = real.getSession(false);
            if (known != null || !create) {
                return known;
            }
        } else if (!create) {
            return null;
        }
        identify();
        return real.getSession(true);
    }

    @Override
    public HttpSession getSession() {
        HttpSession session = getSession(true);
        if (session == null) {
            throw new IllegalStateException("the container made no session");
        }
        return session;
    }

    /** From now on the response is for its client only. */
    private void open() {
        if (run.isBegun()) {
            throw new IllegalStateException("a session cannot be made once the response has begun");
        }
        opened = true;
    }

    private void identify() {
        if (kept) {
            open();
        }
    }

    @Override
    public String changeSessionId() {
        if (!knowsSession()) {
            throw new IllegalStateException("there is no session");
        }
        return real.changeSessionId();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return knowsSession() ? real.getRequestedSessionId() : null;
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return knowsSession() && real.isRequestedSessionIdValid();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return knowsSession() && real.isRequestedSessionIdFromCookie();
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return knowsSession() && real.isRequestedSessionIdFromURL();
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return user != null ? user : knowsUser() ? real.getUserPrincipal() : null;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return user != null ? user.name() : knowsUser() ? real.getRemoteUser() : null;
    }

    @Override
    public @Nullable String getAuthType() {
        return knowsUser() ? real.getAuthType() : null;
    }

    @Override
    public boolean isUserInRole(String role) {
        return user != null ? user.roles().contains(role) : knowsUser() && real.isUserInRole(role);
    }

    @Override
    public boolean authenticate(HttpServletResponse response) throws IOException, ServletException {
        identify();
        return real.authenticate(response);
    }

    @Override
    public void login(String user, String password) throws ServletException {
        identify();
        real.login(user, password);
    }

    @Override
    public void logout() throws ServletException {
        identify();
        real.logout();
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws IOException, ServletException {
        throw new ServletException("a request behind the cache cannot be upgraded; requests for WebSockets pass it by");
    }

    @Override
    public boolean isAsyncSupported() {
        return run.isAsyncSupported();
    }

    @Override
    public AsyncContext startAsync() {
        return run.startAsync();
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return run.startAsync(request, response);
    }
}
