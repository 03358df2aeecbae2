package dev.larder.tck;

/** The outage policies, through the blocking view. */
class BlockingOutageFaultIT extends OutageContract {

    BlockingOutageFaultIT() {
        super(View.BLOCKING);
    }
}
