package dev.larder.grounds;

/** A postal address. */
public record Address(String street, String postcode, String city) {}
