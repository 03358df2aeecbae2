package dev.larder.http.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** What the application writes content into. */
final class ToldStream extends ServletOutputStream {

    private final ToldResponse response;

    ToldStream(ToldResponse response) {
        this.response = response;
    }

    @Override
    public void write(int octet) throws IOException {
        response.write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        response.write(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
        response.flushBuffer();
    }

    @Override
    public void close() throws IOException {
        response.close();
    }

    @Override
    public boolean isReady() {
        return response.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        response.setWriteListener(listener);
    }
}
