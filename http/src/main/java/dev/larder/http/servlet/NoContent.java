package dev.larder.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/** The content of a request that has none. */
final class NoContent extends ServletInputStream {

    @Override
    public int read() {
        return -1;
    }

    @Override
    public boolean isFinished() {
        return true;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("the request has no content");
    }
}
