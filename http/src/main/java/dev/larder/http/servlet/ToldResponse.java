package dev.larder.http.servlet;

import dev.larder.http.message.Field;
import dev.larder.http.message.HttpDate;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The response that an application writes, for the cache to take. Deliberately no wrapper of the container's: whoever unwraps what the
 * application sees ends here, so nothing gets past the cache. Keeps what the specification says of buffer, commit, charset and errors.
 *
 * <p>It can be let go: then what was told so far goes to the container, and so does all that follows.
 */
final class ToldResponse implements HttpServletResponse {

    private static final Set<Integer> EMPTY = Set.of(204, 304);
    private static final int BUFFER = 8_192;

    private final Run run;
    private final ToldHead head = new ToldHead();
    private final String defaultCharset;
    private final boolean isHead;
    private HttpServletResponse real;
    private int status = SC_OK;
    private Locale locale = Locale.getDefault();
    private int size = BUFFER;
    private byte[] buffer = new byte[0];
    private int buffered;
    private long written;
    private boolean committed;
    private boolean closed;
    private boolean direct;
    private @Nullable ToldStream stream;
    private @Nullable ToldWriter writer;

    ToldResponse(Run run, HttpServletResponse real, @Nullable String defaultCharset, boolean isHead) {
        this.run = run;
        this.real = real;
        this.defaultCharset = defaultCharset == null ? StandardCharsets.ISO_8859_1.name() : defaultCharset;
        this.isHead = isHead;
    }

    /** Takes content: as much of it as was promised. */
    void write(byte[] bytes, int from, int count) throws IOException {
        if (direct) {
            run.beforeDirect();
            real.getOutputStream().write(bytes, from, count);
            return;
        }
        if (run.error() != null) {
            return;
        }
        long length = head.length();
        int left = length < 0 ? count : (int) Math.min(count, Math.max(0, length - written));
        int at = from;
        while (left > 0 && !closed) {
            if (buffered == buffer.length) {
                room();
            }
            if (direct) {
                real.getOutputStream().write(bytes, at, left);
                return;
            }
            int part = Math.min(left, buffer.length - buffered);
            System.arraycopy(bytes, at, buffer, buffered, part);
            buffered += part;
            written += part;
            at += part;
            left -= part;
        }
    }

    /** Makes room: what is full goes on, and is nobody's to change from then on. */
    private void room() throws IOException {
        if (buffered > 0) {
            commit(false);
            push();
        }
        if (!direct) {
            buffer = new byte[Math.max(1, size)];
            buffered = 0;
        }
    }

    private void push() throws IOException {
        if (direct || buffered == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, buffered);
        buffer = new byte[0];
        buffered = 0;
        if (!isHead && !EMPTY.contains(status)) {
            run.put(bytes);
        }
    }

    private void commit(boolean whole) throws IOException {
        if (committed || direct) {
            return;
        }
        if (whole && head.length() < 0 && !EMPTY.contains(status) && status >= SC_OK) {
            head.setLength(written);
        }
        if (run.begin(status, head)) {
            committed = true;
        }
    }

    /** Ends what the application has written, once it has returned. */
    void finish() throws IOException {
        if (writer != null && !closed) {
            writer.end();
        }
        if (!closed && !direct) {
            close();
        }
    }

    void close() throws IOException {
        if (direct) {
            run.beforeDirect();
            real.getOutputStream().close();
        } else if (!closed) {
            commit(true);
            push();
            closed = true;
            if (direct) {
                real.getOutputStream().close();
            } else {
                run.complete();
            }
        }
    }

    /**
     * Gives the response to the container: what was told so far, and all that follows.
     *
     * @param to the container's, with what the gate adds
     */
    void letGo(HttpServletResponse to) throws IOException {
        if (direct) {
            return;
        }
        real = to;
        direct = true;
        if (!committed) {
            tell();
        }
        if (buffered > 0) {
            real.getOutputStream().write(buffer, 0, buffered);
            buffered = 0;
        }
    }

    private void tell() {
        real.setStatus(status);
        for (Field line : head.lines()) {
            if (line.name().equalsIgnoreCase("Set-Cookie") || line.name().equalsIgnoreCase("Vary")) {
                real.addHeader(line.name(), line.value());
            } else if (real.containsHeader(line.name()) && head.all(line.name()).size() > 1) {
                real.addHeader(line.name(), line.value());
            } else {
                real.setHeader(line.name(), line.value());
            }
        }
    }

    boolean isDirect() {
        return direct;
    }

    boolean isReady() {
        try {
            return !direct || real.getOutputStream().isReady();
        } catch (IOException e) {
            return true;
        }
    }

    void setWriteListener(WriteListener listener) {
        if (!direct) {
            throw new IllegalStateException("a listener can only be set once startAsync() was called");
        }
        try {
            real.getOutputStream().setWriteListener(listener);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isFixed() {
        return committed || closed || run.error() != null;
    }

    @Override
    public ToldStream getOutputStream() {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called for this response already");
        }
        if (stream == null) {
            stream = new ToldStream(this);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (stream != null) {
            throw new IllegalStateException("getOutputStream() was called for this response already");
        }
        if (writer == null) {
            String name = getCharacterEncoding();
            try {
                writer = new ToldWriter(this, Charset.forName(name));
            } catch (IllegalArgumentException e) {
                throw (IOException) new UnsupportedEncodingException("there is no charset of that name").initCause(e);
            }
            head.fixCharset(name);
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (direct) {
            run.beforeDirect();
            real.flushBuffer();
        } else if (!closed && run.error() == null) {
            commit(false);
            push();
            run.flush();
        }
    }

    @Override
    public void reset() {
        resetBuffer();
        head.clear();
        status = SC_OK;
        stream = null;
        writer = null;
    }

    @Override
    public void resetBuffer() {
        if (isCommitted()) {
            throw new IllegalStateException("the response has begun already");
        }
        buffered = 0;
        written = 0;
    }

    @Override
    public void sendError(int code) throws IOException {
        error(new SentError(code, null));
    }

    @Override
    public void sendError(int code, @Nullable String message) throws IOException {
        error(new SentError(code, message));
    }

    private void error(SentError error) {
        resetBuffer();
        status = error.status();
        head.setLength(-1);
        run.sendError(error);
    }

    @Override
    public void sendRedirect(String location, int code, boolean clearBuffer) throws IOException {
        if (isCommitted()) {
            throw new IllegalStateException("the response has begun already");
        }
        if (clearBuffer) {
            resetBuffer();
        }
        status = code;
        head.set("Location", location);
        close();
    }

    @Override
    public boolean isCommitted() {
        return direct ? real.isCommitted() : isFixed();
    }

    @Override
    public void setBufferSize(int bytes) {
        if (committed || written > 0) {
            throw new IllegalStateException("content was written already");
        }
        size = Math.max(1, bytes);
        buffer = new byte[0];
    }

    @Override
    public int getBufferSize() {
        return size;
    }

    @Override
    public void setStatus(int code) {
        if (!isFixed()) {
            status = code;
        }
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!isFixed()) {
            head.set(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!isFixed()) {
            head.add(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        setHeader(name, HttpDate.format(Instant.ofEpochMilli(date)));
    }

    @Override
    public void addDateHeader(String name, long date) {
        addHeader(name, HttpDate.format(Instant.ofEpochMilli(date)));
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public boolean containsHeader(String name) {
        return !head.all(name).isEmpty();
    }

    @Override
    public @Nullable String getHeader(String name) {
        List<String> values = head.all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return new ArrayList<>(head.all(name));
    }

    @Override
    public Collection<String> getHeaderNames() {
        return head.names();
    }

    @Override
    public void addCookie(Cookie cookie) {
        addHeader("Set-Cookie", SetCookie.of(cookie, Instant.now()));
    }

    /** A session is never part of a URL: what is stored would hold it. */
    @Override
    public String encodeURL(String url) {
        return url;
    }

    @Override
    public String encodeRedirectURL(String url) {
        return url;
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!isFixed()) {
            head.setLength(length);
        }
    }

    @Override
    public void setContentType(@Nullable String type) {
        if (!isFixed()) {
            head.setType(type);
        }
    }

    @Override
    public @Nullable String getContentType() {
        return head.type();
    }

    @Override
    public void setCharacterEncoding(@Nullable String name) {
        if (!isFixed()) {
            head.setCharset(name);
        }
    }

    @Override
    public String getCharacterEncoding() {
        String charset = head.charset();
        return charset == null ? defaultCharset : charset;
    }

    @Override
    public void setLocale(@Nullable Locale other) {
        if (!isFixed() && other != null) {
            locale = other;
            head.set("Content-Language", other.toLanguageTag());
        }
    }

    @Override
    public Locale getLocale() {
        return locale;
    }

    /** Trailers are not sent. */
    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        if (isCommitted()) {
            throw new IllegalStateException("the response has begun already");
        }
    }
}
