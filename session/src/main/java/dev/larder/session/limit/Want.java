package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;

/**
 * One ask of a call, ready to be written.
 *
 * @param patienceMicros how long the caller is willing to wait for what it takes now
 * @param permitId the id of the permit that it may get; empty for limits without
 */
record Want(Place place, Ask ask, long patienceMicros, String permitId) {

    long cost() {
        return ask.cost();
    }

    /** Returns whether another one is the same to the script, and may be counted with it. */
    boolean isLike(Want other) {
        return place == other.place
                && cost() == other.cost()
                && patienceMicros == other.patienceMicros
                && permitId.isEmpty()
                && other.permitId.isEmpty();
    }

    void write(List<byte[]> args) {
        place.form.write(this, args);
    }

    /** Returns the permit that it has got, where its limit gives some. */
    Permit permit(boolean local) {
        return new Permit(ask.limit(), ask.key(), permitId, local);
    }

    /** Returns how long the caller has to wait who has been allowed. */
    Duration after(Figures figures, int from, long before) {
        return place.form.after(this, figures, from, before);
    }
}
