package dev.larder.check;

/** A value of the first release, which the second one has made {@link TicketAnew}. */
record Ticket(int key, long version, int form, int area, String text) implements Stated {

    private static final int WORDS = 60;

    static Ticket of(int key, long version, int form) {
        return new Ticket(key, version, form, (int) version % 100, Prose.of(key, version, form, WORDS));
    }

    @Override
    public boolean genuine() {
        return area == (int) version % 100 && text.equals(Prose.of(key, version, form, WORDS));
    }
}
