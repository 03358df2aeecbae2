package dev.larder.http.guard;

/** What reading a target comes to. */
public sealed interface TargetReading permits Target, Refused {}
