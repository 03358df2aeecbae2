package dev.larder.http.guard;

/**
 * A request that goes no further.
 *
 * @param refusal why
 */
public record Refused(Refusal refusal) implements Screened, TargetReading {

    /** Returns the status to answer with. */
    public int status() {
        return refusal.status();
    }

    /** Returns what names the reason. */
    public String code() {
        return refusal.code();
    }
}
