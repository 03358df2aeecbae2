package dev.larder.check;

/**
 * A value of the first release. {@code release2} among the resources has it as the second one knows it: with a field more,
 * which an entry need not have.
 */
record Notice(int key, long version, int form, int words, String text) implements Stated {

    static Notice of(int key, long version, int form, int words) {
        return new Notice(key, version, form, words, Prose.of(key, version, form, words));
    }

    @Override
    public boolean genuine() {
        return text.equals(Prose.of(key, version, form, words));
    }
}
