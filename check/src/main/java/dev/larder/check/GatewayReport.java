package dev.larder.check;

import java.util.List;

/**
 * What a check of a gateway showed.
 *
 * @param memory megabytes for its heap, and as many beside it
 * @param streams content that went through it
 * @param slow slow clients that were connected and had got something, to the end
 * @param phases the fast client: without slow ones, with them, without them again
 * @param complete whether it was done to the end
 * @param violations what was wrong
 */
public record GatewayReport(
        int memory, List<OfStream> streams, int slow, List<OfPhase> phases, boolean complete, List<String> violations)
        implements Check.Report {

    /** Copies. */
    public GatewayReport {
        streams = List.copyOf(streams);
        phases = List.copyOf(phases);
        violations = List.copyOf(violations);
    }

    /**
     * Content that went through.
     *
     * @param way {@code download} or {@code upload}
     * @param same whether the SHA-256 of both ends is the same
     * @param before megabytes of the gateway in memory (RSS) before it
     * @param peak the most while it lasted
     * @param after those after it
     */
    public record OfStream(
            String way, long bytes, double seconds, boolean same, double before, double peak, double after) {}

    /**
     * What the fast client saw.
     *
     * @param name what the others did
     * @param perSecond requests, one after the other on one connection
     * @param p50Micros the median of their times
     * @param peak megabytes of the gateway in memory (RSS), at most
     */
    public record OfPhase(
            String name, long requests, double perSecond, double p50Micros, double p99Micros, double peak) {}

    /** Whether nothing was wrong. */
    @Override
    public boolean good() {
        return violations.isEmpty();
    }
}
