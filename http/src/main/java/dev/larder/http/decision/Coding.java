package dev.larder.http.decision;

import java.util.Locale;

/** A content coding that stored content is sent in (RFC 9110, section 8.4.1; RFC 8878). */
public enum Coding {
    /** Zstandard. */
    ZSTD,
    /** Gzip. */
    GZIP;

    /** Returns its name, as fields carry it. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
