package dev.larder.rights;

import java.util.Locale;

/** Where a user logs in. */
public enum Place {
    /** A server, alone or watched by Sentinels. */
    SERVER,
    /** A node of a Cluster. */
    CLUSTER,
    /** A Sentinel. */
    SENTINEL;

    /** Its name as the command line has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
