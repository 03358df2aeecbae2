package dev.larder.tck;

/** The outage policies, through the async view. */
class AsyncOutageFaultIT extends OutageContract {

    AsyncOutageFaultIT() {
        super(View.ASYNC);
    }
}
