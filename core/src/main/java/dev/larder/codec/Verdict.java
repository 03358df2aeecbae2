package dev.larder.codec;

/**
 * What is done to one field.
 *
 * @param keeps how much a mask keeps
 * @param match how sure its name is, if nothing but that says so
 */
record Verdict(Kind kind, int keeps, NameList.Match match) {

    /** The stricter one comes first. */
    enum Kind {
        /** Stops the writing: unlisted personal data in a strict cache. */
        REFUSE,
        DROP,
        MASK,
        HASH,
        /** Stays, because it was said. */
        ALLOW,
        /** Stays, because nothing was said. */
        KEEP
    }

    static final Verdict REFUSE = new Verdict(Kind.REFUSE, 0);
    static final Verdict DROP = new Verdict(Kind.DROP, 0);
    static final Verdict ALLOW = new Verdict(Kind.ALLOW, 0);
    static final Verdict KEEP = new Verdict(Kind.KEEP, 0);

    Verdict(Kind kind, int keeps) {
        this(kind, keeps, NameList.Match.NONE);
    }

    /** Drops a field for its name. */
    static Verdict dropped(NameList.Match match) {
        return new Verdict(Kind.DROP, 0, match);
    }

    /** Whether nothing but its name says so. */
    boolean named() {
        return match != NameList.Match.NONE;
    }

    static Verdict of(Sensitive annotation) {
        return switch (annotation.value()) {
            case DROP -> DROP;
            case MASK -> new Verdict(Kind.MASK, Math.max(0, Math.min(annotation.keeps(), FieldRules.MOST_KEPT)));
            case HASH -> new Verdict(Kind.HASH, 0);
        };
    }

    boolean stays() {
        return kind == Kind.KEEP || kind == Kind.ALLOW;
    }

    /** Whether only a text can be treated so. */
    boolean needsText() {
        return kind == Kind.MASK || kind == Kind.HASH;
    }
}
