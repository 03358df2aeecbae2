package dev.larder.grounds.service;

/** How long an answer is fresh, and how long it may stand in after that: the layers' own times (docs/config.md). */
enum Freshness {
    /** Contracts and their listings, of the API layer. */
    CONTRACTS(300, 30, 3_600),
    /** Area information, of the API layer. */
    AREAS(900, 30, 3_600),
    /** What changes by the minute: schedules, who is at work, what is in use. */
    LIVE(30, 5, 30),
    /** What hardly ever changes. */
    STATIC(3_600, 300, 86_400);

    private final String cacheControl;

    Freshness(int fresh, int whileRevalidating, int ifError) {
        cacheControl =
                "max-age=" + fresh + ", stale-while-revalidate=" + whileRevalidating + ", stale-if-error=" + ifError;
    }

    /** The value of {@code Cache-Control}. */
    String cacheControl() {
        return cacheControl;
    }
}
