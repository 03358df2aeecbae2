package dev.larder.envelope;

/** What the bytes under a value key turned out to be: an entry, the lease of a loader, or nothing that can be read. */
public sealed interface Opened permits Envelope, Marker, Unreadable {}
