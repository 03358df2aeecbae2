package dev.larder.compress;

/**
 * A value as it is stored.
 *
 * @param bytes the value, or a frame of Zstandard
 * @param compressed whether it is a frame
 * @param dictionary number of the frame's dictionary, 0 for none
 * @param plainLength bytes of the value before it was packed
 */
public record Packed(byte[] bytes, boolean compressed, int dictionary, int plainLength) {}
