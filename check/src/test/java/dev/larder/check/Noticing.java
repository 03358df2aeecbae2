package dev.larder.check;

/** Notes in the properties of the process what its clocks show. */
final class Noticing {

    private Noticing() {}

    /** Notes. */
    public static void main(String[] args) {
        System.setProperty(
                Noticing.class.getName(), Long.toString(java.time.Instant.now().toEpochMilli()));
        System.setProperty(Noticing.class.getName() + ".nano", Long.toString(System.nanoTime()));
    }
}
