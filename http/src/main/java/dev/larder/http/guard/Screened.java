package dev.larder.http.guard;

/** What became of a request before anything was decided about it. */
public sealed interface Screened permits Admitted, Refused {}
