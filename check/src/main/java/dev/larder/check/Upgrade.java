package dev.larder.check;

/** One process after the other is replaced by the other release: up, and down again. */
final class Upgrade implements Change {

    private static final long SIDE_BY_SIDE_MILLIS = 1_000;

    private final Fleet fleet;
    private long changes;

    Upgrade(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public boolean once() throws InterruptedException {
        int release = changes / Shelf.JVMS % 2 == 0 ? 2 : 1;
        fleet.replace((int) ((changes + 1) % Shelf.JVMS), release);
        changes++;
        Patience.pass(SIDE_BY_SIDE_MILLIS);
        return true;
    }

    /** Both processes. */
    @Override
    public int least() {
        return Shelf.JVMS;
    }

    @Override
    public long changes() {
        return changes;
    }
}
