package dev.larder.http;

import dev.larder.http.decision.Answer;
import dev.larder.http.decision.CacheStatus;
import dev.larder.http.decision.Coding;
import dev.larder.http.decision.Coverage;
import dev.larder.http.decision.Negotiation;
import dev.larder.http.decision.StaleReason;
import dev.larder.http.decision.Stored;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer to one request, in the coding that its client wants. Given once. */
final class Reply {

    private final HttpCache cache;
    private final Call call;
    private final Asked asked;

    Reply(HttpCache cache, Call call, Asked asked) {
        this.cache = cache;
        this.call = call;
        this.asked = asked;
    }

    /** Answers by a fresh response; for a client that asks for nothing special. */
    void whole(Kept.Response kept, Duration age) {
        Coding coding = coding(kept);
        if (coding == null) {
            whole(
                    kept::stored,
                    kept.content(),
                    kept.ready(),
                    age,
                    kept.stored().life().ttl(age));
        } else {
            coded(kept, coding, coded -> {
                Duration ttl = kept.stored().life().ttl(age);
                if (coded.isNone()) {
                    serve(varying(kept.stored()), kept.content(), age, CacheStatus.hit(ttl));
                } else {
                    whole(() -> Negotiation.coded(kept.stored(), coding), coded.content(), coded.ready(), age, ttl);
                }
            });
        }
    }

    private void whole(Supplier<Stored> stored, byte[] bytes, Ready ready, Duration age, Duration ttl) {
        ResponseHead head = ready.head(
                age.toSeconds(),
                ttl.toSeconds(),
                () -> with(answer(stored.get(), bytes.length, age).head(), CacheStatus.hit(ttl)));
        send(head, bytes.length == 0 ? List.of() : List.of(ByteBuffer.wrap(bytes)));
    }

    /**
     * Answers by a response.
     *
     * @param stale why it may be served although it is stale; null if it is fresh
     */
    void serve(Kept.Response kept, Duration age, @Nullable StaleReason stale, CacheStatus status) {
        CacheStatus told = stale == null
                ? status
                : status.detail(stale.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Coding coding = coding(kept);
        if (coding == null) {
            serve(kept.stored(), kept.content(), age, told);
            return;
        }
        Stored other = Negotiation.coded(kept.stored(), coding);
        Answer unchanged = answer(other, kept.content().length, age);
        if (unchanged.head().status() == 304) {
            send(with(unchanged.head(), told), List.of());
            return;
        }
        coded(kept, coding, coded -> {
            if (coded.isNone()) {
                serve(varying(kept.stored()), kept.content(), age, told);
            } else {
                serve(other, coded.content(), age, told);
            }
        });
    }

    private void serve(Stored stored, byte[] bytes, Duration age, CacheStatus told) {
        Coverage coverage = stored.coverage();
        Answer answer = answer(stored, coverage == null ? bytes.length : coverage.length(), age);
        List<ByteBuffer> pieces = new ArrayList<>(answer.content().size());
        for (Answer.Piece piece : answer.content()) {
            if (piece instanceof Answer.Bytes part) {
                pieces.add(Parts.slice(coverage, bytes, part.range()));
            } else if (piece instanceof Answer.Text text) {
                pieces.add(ByteBuffer.wrap(text.text().getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        send(with(answer.head(), told), pieces);
    }

    /** Passes on what is for this client only; in the coding that the origin has given it. */
    void pass(ResponseHead head, CacheStatus status, Flow.Publisher<ByteBuffer> content) {
        call.stream(with(head, status), content);
    }

    /** Answers by itself. */
    void refuse(int status, String code) {
        Passage.answer(call, OwnAnswer.plain(status, code));
    }

    private @Nullable Coding coding(Kept.Response kept) {
        Coding coding = asked.coding();
        RequestHead request = asked.ruling().request();
        return coding != null
                        && Negotiation.isWorthwhile(request, kept.stored(), kept.content().length, asked.settings())
                ? coding
                : null;
    }

    private void coded(Kept.Response kept, Coding coding, Consumer<Codes.Coded> then) {
        cache.codes().get(kept.id(), kept.content(), coding).whenComplete((coded, impossible) -> {
            try {
                then.accept(coded);
            } catch (RuntimeException | Error e) {
                cache.broke(e);
                refuse(500, "internal");
            }
        });
    }

    private static Stored varying(Stored stored) {
        ResponseHead head = stored.head().with(Negotiation.varying(stored.head().fields()));
        return new Stored(head, stored.initialAge(), stored.life(), stored.variant(), stored.coverage());
    }

    private Answer answer(Stored stored, long length, Duration age) {
        return Answer.of(asked.ruling().request(), stored, length, age, cache.now(), cache::boundary, asked.settings());
    }

    private void send(ResponseHead head, List<ByteBuffer> pieces) {
        if (pieces.stream().mapToLong(ByteBuffer::remaining).sum() > Pieces.SLICE) {
            call.stream(head, new Pieces(pieces));
        } else {
            call.answer(head, pieces);
        }
    }

    private ResponseHead with(ResponseHead head, CacheStatus status) {
        Fields shown = head.fields().without(asked.settings().tagFields());
        return head.with(status.appendTo(shown, asked.settings()));
    }
}
