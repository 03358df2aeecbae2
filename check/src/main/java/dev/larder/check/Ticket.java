package dev.larder.check;

/**
 * A value of the first release. {@code release2} among the resources has it as the second one knows it: with another type of a
 * required field, which the bytes alone do not show.
 */
record Ticket(int key, long version, int form, long due, String text) implements Stated {

    private static final int WORDS = 60;
    private static final long DAY_MILLIS = 86_400_000;

    static Ticket of(int key, long version, int form) {
        return new Ticket(key, version, form, version * DAY_MILLIS, Prose.of(key, version, form, WORDS));
    }

    @Override
    public boolean genuine() {
        return due == version * DAY_MILLIS && text.equals(Prose.of(key, version, form, WORDS));
    }
}
