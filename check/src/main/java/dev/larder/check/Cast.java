package dev.larder.check;

import dev.larder.chaos.FaultProxy;

/** Those whom faults can strike: processes, each behind a proxy. */
interface Cast {

    int size();

    ClientProcess get(int jvm);

    /** The network of a process. */
    FaultProxy proxy(int jvm);

    /** Ends a process in the middle of whatever it does. */
    void kill(int jvm) throws InterruptedException;

    /** Starts a killed process anew, behind the same proxy. */
    void restart(int jvm) throws InterruptedException;
}
