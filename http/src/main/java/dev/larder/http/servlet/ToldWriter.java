package dev.larder.http.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** What the application writes text into. Keeps nothing back, so that who counts, resets or ends the response finds all of it there. */
final class ToldWriter extends PrintWriter {

    private final ToldResponse response;
    private final Encoding encoding;

    ToldWriter(ToldResponse response, Charset charset) {
        this(response, new Encoding(response, charset));
    }

    private ToldWriter(ToldResponse response, Encoding encoding) {
        super(encoding, false);
        this.response = response;
        this.encoding = encoding;
    }

    /** Writes what the charset wants at the end of a text. */
    void end() throws IOException {
        encoding.end();
    }

    @Override
    public void flush() {
        try {
            response.flushBuffer();
        } catch (IOException e) {
            setError();
        }
    }

    @Override
    public void close() {
        try {
            encoding.end();
            response.close();
        } catch (IOException e) {
            setError();
        }
    }

    private static final class Encoding extends Writer {

        private final ToldResponse response;
        private final CharsetEncoder encoder;
        private final ByteBuffer bytes = ByteBuffer.allocate(1_024);

        /** Half of a pair. */
        private String rest = "";

        Encoding(ToldResponse response, Charset charset) {
            this.response = response;
            this.encoder = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
        }

        @Override
        public void write(char[] chars, int from, int count) throws IOException {
            CharBuffer in = rest.isEmpty()
                    ? CharBuffer.wrap(chars, from, count)
                    : CharBuffer.wrap(rest + new String(chars, from, count));
            CoderResult result = CoderResult.OVERFLOW;
            while (result.isOverflow()) {
                result = encoder.encode(in, bytes, false);
                put();
            }
            rest = in.toString();
        }

        private void put() throws IOException {
            response.write(bytes.array(), 0, bytes.position());
            bytes.clear();
        }

        void end() throws IOException {
            encoder.encode(CharBuffer.wrap(rest), bytes, true);
            encoder.flush(bytes);
            encoder.reset();
            rest = "";
            put();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
