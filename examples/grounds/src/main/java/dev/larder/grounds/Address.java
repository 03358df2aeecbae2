package dev.larder.grounds;

import java.io.Serializable;

/** A postal address. */
public record Address(String street, String postcode, String city) implements Serializable {}
