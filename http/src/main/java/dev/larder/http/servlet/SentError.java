package dev.larder.http.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An error that the application has left to the container, whose page comes from elsewhere. */
record SentError(int status, @Nullable String message) {

    void send(HttpServletResponse response) throws IOException {
        if (message == null) {
            response.sendError(status);
        } else {
            response.sendError(status, message);
        }
    }

    /** Shows the status only: the message may hold anything. */
    @Override
    public String toString() {
        return "SentError[" + status + "]";
    }
}
