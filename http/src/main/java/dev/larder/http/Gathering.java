package dev.larder.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way into memory. If it grows too long, it becomes a publisher of all of it: of what has come, and of what still comes, as
 * its subscriber asks for it.
 *
 * <p>Signals come one after the other (Reactive Streams, rule 1.3); what a subscriber asks for comes from any thread. Everything is guarded
 * by this, and nobody is called under it.
 */
final class Gathering implements Flow.Subscriber<ByteBuffer>, Flow.Publisher<ByteBuffer> {

    /** Takes the outcome; one of them is called, once. */
    interface Outcome {
        /** All of it is here. */
        void onWhole(byte[] content);

        /** It is longer than is to be stored: {@code content} has all of it. */
        void onTooLong(Flow.Publisher<ByteBuffer> content);

        /** It was cut short, or failed. */
        void onFailure(Throwable failure);
    }

    private final int most;
    private final Outcome outcome;
    private final Deque<ByteBuffer> gathered = new ArrayDeque<>();
    private long length;
    private boolean flowing;
    private boolean ended;
    private boolean cancelled;
    private boolean emitting;
    private boolean asked;
    private long wanted;
    private @Nullable Throwable failure;
    private Flow.@Nullable Subscription source;
    private Flow.@Nullable Subscriber<? super ByteBuffer> sink;

    /**
     * Creates a gathering.
     *
     * @param most how many bytes are gathered
     */
    Gathering(int most, Outcome outcome) {
        this.most = most;
        this.outcome = outcome;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean late;
        synchronized (this) {
            source = subscription;
            late = cancelled;
        }
        if (late) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    /** Gives up, unless it has become a publisher: then its subscriber decides. There is no outcome any more. */
    void giveUp() {
        Flow.Subscription from;
        synchronized (this) {
            if (flowing) {
                return;
            }
            cancelled = true;
            gathered.clear();
            from = source;
        }
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        Flow.Subscription more = null;
        boolean tooLong;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            asked = false;
            gathered.add(bytes);
            length += bytes.remaining();
            tooLong = !flowing && length > most;
            flowing |= tooLong;
            if (!flowing) {
                more = source;
            }
        }
        if (more != null) {
            more.request(1);
        } else if (tooLong) {
            outcome.onTooLong(this);
        } else {
            emit();
        }
    }

    @Override
    public void onComplete() {
        byte[] content = null;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            ended = true;
            if (!flowing) {
                content = join();
            }
        }
        if (content == null) {
            emit();
        } else {
            outcome.onWhole(content);
        }
    }

    @Override
    public void onError(Throwable cause) {
        boolean flows;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            ended = true;
            failure = cause;
            flows = flowing;
        }
        if (flows) {
            emit();
        } else {
            outcome.onFailure(cause);
        }
    }

    private byte[] join() {
        byte[] content = new byte[(int) length];
        int at = 0;
        for (ByteBuffer bytes : gathered) {
            int count = bytes.remaining();
            bytes.duplicate().get(content, at, count);
            at += count;
        }
        return content;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        synchronized (this) {
            sink = subscriber;
        }
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                synchronized (Gathering.this) {
                    wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
                }
                emit();
            }

            @Override
            public void cancel() {
                Flow.Subscription from;
                synchronized (Gathering.this) {
                    cancelled = true;
                    gathered.clear();
                    from = source;
                }
                if (from != null) {
                    from.cancel();
                }
            }
        });
    }

    /** Passes on what was asked for, one thread at a time. */
    private void emit() {
        synchronized (this) {
            if (emitting || sink == null) {
                return;
            }
            emitting = true;
        }
        while (true) {
            ByteBuffer next;
            Throwable cause;
            Flow.Subscription more;
            Flow.Subscriber<? super ByteBuffer> to;
            synchronized (this) {
                boolean over = ended && gathered.isEmpty();
                boolean starved = !over && wanted > 0 && gathered.isEmpty();
                if (cancelled || (!over && wanted == 0) || (starved && asked)) {
                    emitting = false;
                    return;
                }
                to = Objects.requireNonNull(sink);
                more = starved ? source : null;
                asked |= starved;
                next = over || starved ? null : gathered.poll();
                cause = failure;
                if (over) {
                    cancelled = true;
                } else if (!starved) {
                    wanted--;
                }
            }
            if (more != null) {
                more.request(1);
            } else if (next != null) {
                to.onNext(next);
            } else if (cause == null) {
                to.onComplete();
            } else {
                to.onError(cause);
            }
        }
    }
}
