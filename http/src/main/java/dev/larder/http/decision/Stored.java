package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A stored response without its content.
 *
 * @param head its status and the fields that may be stored
 * @param initialAge how old it was when it was received
 * @param life how long it may be used for what
 * @param variant the {@linkplain Vary#key values} of the fields that it was selected by; empty if there are none
 * @param coverage which bytes are stored; null if all are
 */
public record Stored(
        ResponseHead head,
        Duration initialAge,
        Life life,
        String variant,
        @Nullable Coverage coverage) {

    /** Returns how old it is after it has been kept for a while. */
    public Duration age(Duration resident) {
        return Seconds.sum(initialAge, resident.isNegative() ? Duration.ZERO : resident);
    }

    /** Returns this as it is when its content has come, so much later than its head. */
    public Stored after(Duration time) {
        return new Stored(head, age(time), life, variant, coverage);
    }

    @Nullable
    EntityTag entityTag() {
        return EntityTag.parse(head.fields().first("ETag"));
    }

    @Nullable
    String lastModified() {
        return head.fields().first("Last-Modified");
    }

    boolean hasValidator() {
        return hasValidator(head.fields());
    }

    static boolean hasValidator(Fields response) {
        return EntityTag.parse(response.first("ETag")) != null || response.has("Last-Modified");
    }
}
