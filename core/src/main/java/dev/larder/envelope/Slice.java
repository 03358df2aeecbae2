package dev.larder.envelope;

import java.util.Arrays;
import java.util.Objects;

/**
 * A part of a byte array, not copied: whoever holds one must not change the array. Two slices are equal when their bytes
 * are; the text form shows no content.
 */
public final class Slice {

    /** No bytes. */
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Slice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** All of an array. */
    public static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    /**
     * A part of an array.
     *
     * @throws IndexOutOfBoundsException when it is not within the array
     */
    public static Slice of(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Slice(array, offset, length);
    }

    /** The array that holds the bytes among others. */
    public byte[] array() {
        return array;
    }

    /** Where they begin. */
    public int offset() {
        return offset;
    }

    /** How many they are. */
    public int length() {
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
