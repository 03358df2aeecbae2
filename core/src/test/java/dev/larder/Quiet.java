package dev.larder;

import java.time.Duration;

/**
 * Larders whose connections carry, for a minute after they were made, nothing but what the test asks for: no heartbeat
 * comes between, no command runs out of time while its reply is held, and the near tier stays proven.
 */
final class Quiet {

    private Quiet() {}

    /** A Larder for which no machine is too slow: its commands have time, its heartbeats are the usual ones. */
    static Larder patient(String uri) {
        return Connected.to(uri + "?timeout=20s&dead-after=30s");
    }

    static Larder larder(String uri) {
        String options = "heartbeat=60s&timeout=120s&dead-after=180s";
        return Connected.to(
                uri + (uri.contains("?") ? "&" : "?") + options,
                builder -> builder.config(LarderConfig.builder()
                        .stalenessBound(Duration.ofSeconds(120))
                        .divergenceSamplesPerSecond(0)
                        .build()));
    }
}
