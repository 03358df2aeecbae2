package dev.larder.check;

/** A {@link Ticket} of the second release: the type of a required field is another one, so neither can be read as the other. */
record TicketAnew(int key, long version, int form, String area, String text) implements Stated {

    private static final int WORDS = 60;

    static TicketAnew of(int key, long version, int form) {
        return new TicketAnew(key, version, form, "area " + version, Prose.of(key, version, form, WORDS));
    }

    @Override
    public boolean genuine() {
        return area.equals("area " + version) && text.equals(Prose.of(key, version, form, WORDS));
    }
}
