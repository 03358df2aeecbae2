package dev.larder.grounds.service;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Gives what Tomcat refuses by itself, before any controller sees it, the form of a {@link Problem}. */
final class ServerErrors extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean writable = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
        if (writable.get()) {
            write(response);
        }
    }

    private static void write(Response response) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        response.setContentType("application/problem+json");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            PrintWriter writer = response.getReporter();
            if (writer != null) {
                writer.write("{\"title\":\"%s\",\"status\":%d}"
                        .formatted(status == null ? "Error" : status.getReasonPhrase(), response.getStatus()));
                response.finishResponse();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }
}
