package dev.larder.session.limit;

/**
 * Counts since the start, of this process.
 *
 * @param allowed calls allowed by the server
 * @param denied calls denied by the server
 * @param allowedByShare calls allowed out of permits taken beforehand for a hot key, without a round trip
 * @param deniedByNote calls denied from a note, without a round trip
 * @param allowedInOutage calls allowed while Redis could not be asked
 * @param deniedInOutage calls denied or {@linkplain Decision.Unavailable not decided} then
 * @param scriptCalls script calls that took permits: fewer than calls, because concurrent ones share them
 */
public record LimitsStats(
        long allowed,
        long denied,
        long allowedByShare,
        long deniedByNote,
        long allowedInOutage,
        long deniedInOutage,
        long scriptCalls) {}
