package dev.larder.session.limit;

import java.util.List;

/** What a call wants of one slot: all or nothing. Told once what came of it, on an I/O thread or the caller's. */
abstract class Part {

    final List<Want> wants;

    Part(List<Want> wants) {
        this.wants = wants;
    }

    /**
     * The server has decided.
     *
     * @param from where the figures of its group begin
     * @param before how many calls of its group have been allowed before it
     */
    abstract void decided(Figures figures, int from, long before, boolean allowed);

    /** The server could not be asked, or did not answer. */
    abstract void failed();

    /** Returns whether another one is the same to the script, and may be counted with it. */
    boolean isLike(Part other) {
        if (wants.size() != other.wants.size()) {
            return false;
        }
        for (int i = 0; i < wants.size(); i++) {
            if (!wants.get(i).isLike(other.wants.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Equal for those that are alike. */
    int likeness() {
        int hash = 0;
        for (Want want : wants) {
            hash = hash * 31 + System.identityHashCode(want.place()) + (int) want.cost();
        }
        return hash;
    }
}
