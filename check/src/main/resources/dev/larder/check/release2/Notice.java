package dev.larder.check;

import org.jspecify.annotations.Nullable;

/** A value of the second release: entries of the first one have no remark. */
record Notice(int key, long version, int form, int words, String text, @Nullable String remark) implements Stated {

    static Notice of(int key, long version, int form, int words) {
        return new Notice(key, version, form, words, Prose.of(key, version, form, words), "remark " + version);
    }

    @Override
    public boolean genuine() {
        return text.equals(Prose.of(key, version, form, words))
                && (remark == null || remark.equals("remark " + version));
    }
}
