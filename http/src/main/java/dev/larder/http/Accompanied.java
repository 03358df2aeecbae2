package dev.larder.http;

import dev.larder.http.guard.Arrival;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call of somebody who was let in. Whatever the answer is, it carries what the gate tells; one that is not for all says so to the caches
 * between here and its client.
 */
record Accompanied(Call call, Gate.Entry.Let let) implements Call {

    /** They say to shared caches what {@code Cache-Control} says to all. */
    private static final Pattern FOR_ALL = Pattern.compile("(?i)(public|private|s-maxage|proxy-revalidate)( *=.*)?");

    private static final List<String> FOR_SHARED = List.of("CDN-Cache-Control", "Surrogate-Control");

    static Call of(Call call, Gate.Entry.Let let) {
        return let.isPrivate() || let.told().size() > 0 ? new Accompanied(call, let) : call;
    }

    private ResponseHead with(ResponseHead head) {
        Fields.Builder fields = head.fields().toBuilder();
        if (let.isPrivate()) {
            FOR_SHARED.forEach(fields::remove);
            fields.set("Cache-Control", withheld(head.fields().combined("Cache-Control")));
        }
        let.told().forEach(line -> fields.add(line.name(), line.value()));
        return head.with(fields.build());
    }

    /** The first of several directives counts, and what is private is so whatever else is said. */
    private static String withheld(@Nullable String said) {
        if (said == null) {
            return "private";
        }
        List<String> directives = Arrays.stream(said.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !FOR_ALL.matcher(one).matches())
                .toList();
        return directives.isEmpty() ? "private" : "private, " + String.join(", ", directives);
    }

    @Override
    public Arrival arrival() {
        return call.arrival();
    }

    @Override
    public String address() {
        return call.address();
    }

    @Override
    public Flow.Publisher<ByteBuffer> content() {
        return call.content();
    }

    @Override
    public void interim(ResponseHead head) {
        call.interim(head);
    }

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> content) {
        call.answer(with(head), content);
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        call.stream(with(head), content);
    }

    @Override
    public void afterwards(CompletionStage<?> work) {
        call.afterwards(work);
    }
}
