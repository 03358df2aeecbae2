package dev.larder.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Content that comes from a connection as it is asked for, once; everything happens on the connection's event loop. Listens from the
 * beginning: what ends or breaks before anybody subscribes is told to who does then. Who asks for more gets it within a time, or an error.
 */
final class StreamContent implements Flow.Publisher<ByteBuffer> {

    /** The other side of the connection. */
    interface Peer {
        /** The content is asked for, for the first time. */
        default void wanted() {}

        /**
         * Returns how much of content that nobody wants is still read, so that the connection can be used again; below zero if nothing.
         *
         * @param read what has come so far
         */
        long spare(long read);

        /** All of it has come. */
        default void ended() {}

        /** Gives the connection up. */
        void leave(Throwable cause);
    }

    private final ReadStream<Buffer> stream;
    private final Loop loop;
    private final Peer peer;
    private final Duration patience;
    private final Alarm alarm;
    private Flow.@Nullable Subscriber<? super ByteBuffer> reader;
    private @Nullable Throwable failure;
    private boolean taken;
    private boolean unwanted;
    private boolean over;
    private boolean asked;
    private long demand;
    private long read;
    private long spare;

    /**
     * Creates content.
     *
     * @param stream paused, or at its end
     * @param patience for each next part that is asked for
     */
    StreamContent(ReadStream<Buffer> stream, boolean ended, Loop loop, Duration patience, Peer peer) {
        this.stream = stream;
        this.loop = loop;
        this.peer = peer;
        this.patience = patience;
        this.alarm = new Alarm(loop, patience, this::stalled);
        this.over = ended;
        stream.exceptionHandler(this::failed);
        if (!ended) {
            stream.endHandler(ignored -> ended());
            stream.handler(this::came);
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        loop.run(() -> {
            if (taken) {
                subscriber.onSubscribe(new Reading());
                subscriber.onError(new IllegalStateException("this content has been read, or given up"));
                return;
            }
            taken = true;
            try {
                subscriber.onSubscribe(new Reading());
            } catch (RuntimeException | Error e) {
                subscriber.onError(e);
                discard();
                return;
            }
            reader = subscriber;
            if (over) {
                tell();
            } else if (demand > 0) {
                ask(demand);
            }
        });
    }

    /** Returns whether nothing more comes of it. */
    boolean isOver() {
        return over;
    }

    /** Nobody is going to read this, unless somebody does already. */
    void leaveUnread() {
        if (!taken) {
            taken = true;
            discard();
        }
    }

    private void ask(long count) {
        if (!asked) {
            asked = true;
            peer.wanted();
        }
        alarm.start();
        stream.fetch(count);
    }

    private void came(Buffer buffer) {
        read += buffer.length();
        Flow.Subscriber<? super ByteBuffer> to = reader;
        if (unwanted) {
            spare -= buffer.length();
            if (spare < 0 && !over) {
                leave(new TimeoutException("there was too much content that nobody wanted"));
            }
        } else if (!over && to != null) {
            demand--;
            if (demand > 0) {
                alarm.start();
            } else {
                alarm.stop();
            }
            to.onNext(Buffers.of(buffer));
        }
    }

    private void ended() {
        finish(null);
        peer.ended();
    }

    private void failed(Throwable cause) {
        finish(cause);
    }

    private void finish(@Nullable Throwable cause) {
        if (!over) {
            over = true;
            failure = cause;
            alarm.stop();
            tell();
        }
    }

    private void tell() {
        Flow.Subscriber<? super ByteBuffer> to = reader;
        Throwable cause = failure;
        if (to == null || unwanted) {
            return;
        }
        if (cause == null) {
            to.onComplete();
        } else {
            to.onError(cause);
        }
    }

    private void stalled() {
        if (!over) {
            TimeoutException cause = new TimeoutException("no more content came within " + patience.toMillis() + " ms");
            leave(cause);
            tell();
        }
    }

    private void leave(Throwable cause) {
        over = true;
        failure = cause;
        alarm.stop();
        peer.leave(cause);
    }

    /** What has come already is thrown away first: a response that is whole leaves its connection to others. */
    private void discard() {
        unwanted = true;
        alarm.stop();
        if (over) {
            return;
        }
        spare = Long.MAX_VALUE;
        stream.resume();
        loop.later(this::spare);
    }

    private void spare() {
        if (!over) {
            spare = peer.spare(read);
            if (spare < 0) {
                leave(new TimeoutException("nobody wants this content"));
            } else {
                alarm.start();
            }
        }
    }

    /** What the reader asks for. */
    private final class Reading implements Flow.Subscription {

        @Override
        public void request(long count) {
            loop.run(() -> {
                if (over || unwanted || count <= 0) {
                    return;
                }
                long sum = demand + count;
                demand = sum < 0 ? Long.MAX_VALUE : sum;
                if (reader != null) {
                    ask(count);
                }
            });
        }

        @Override
        public void cancel() {
            loop.run(() -> {
                if (!unwanted) {
                    discard();
                }
            });
        }
    }
}
