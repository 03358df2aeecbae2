package dev.larder.http.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** The response that an application sees: what it tells the cache, or, once that is let go, the container. */
final class Shown extends HttpServletResponseWrapper {

    private final Run run;
    private final ToldResponse told;

    Shown(Run run, ToldResponse told) {
        super(told);
        this.run = run;
        this.told = told;
    }

    /** Lets the response go to the container. */
    void letGo(HttpServletResponse real) throws IOException {
        told.letGo(real);
        setResponse(real);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return told.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        return told.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        told.flushBuffer();
    }

    @Override
    public void sendError(int code) throws IOException {
        beforeDirect();
        super.sendError(code);
    }

    @Override
    public void sendError(int code, @Nullable String message) throws IOException {
        beforeDirect();
        super.sendError(code, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        sendRedirect(location, SC_FOUND, true);
    }

    @Override
    public void sendRedirect(String location, int code, boolean clearBuffer) throws IOException {
        beforeDirect();
        super.sendRedirect(location, code, clearBuffer);
    }

    private void beforeDirect() throws IOException {
        if (told.isDirect()) {
            run.beforeDirect();
        }
    }
}
