package dev.larder.near;

/** Makes the bug that the divergence audit is there for: a near entry that no push finds. */
public final class Unlisted {

    private Unlisted() {}

    /** From now on pushes for this entry change nothing. */
    public static void hide(PushIndex index, NearEntry<?, ?> entry) {
        index.remove(entry);
    }
}
