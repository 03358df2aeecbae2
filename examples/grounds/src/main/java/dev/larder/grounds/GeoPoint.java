package dev.larder.grounds;

/** A place on the map, in degrees of WGS 84. */
public record GeoPoint(double latitude, double longitude) {}
