package dev.larder.rights;

import java.util.Locale;

/** A part of Larder that logs in to Redis as a user of its own. */
public enum Component {
    /** The cache in an application. */
    ENGINE("reads, writes and invalidates the entries and tags of one namespace, and lists its tags"),
    /** Sessions, tokens and limits, and caches beside them. */
    SESSION("the engine without listing tags, and sessions, tokens and limits"),
    /** Live values, in an application that has no other cache. */
    LIVE("the engine without listing tags, for an application that has nothing but live values"),
    /** Metrics and the doctor. */
    OPS("measures the server and the keys of one namespace; reads no value and changes nothing"),
    /** The backup, as it reads. */
    BACKUP("receives the replication stream: all data of the server, of every namespace; changes nothing"),
    /** The backup, as it restores. */
    RESTORE("puts keys of one namespace back; reads none");

    private final String purpose;

    Component(String purpose) {
        this.purpose = purpose;
    }

    /** Its name as the command line has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its rights allow, in a line. */
    public String purpose() {
        return purpose;
    }
}
