package dev.larder.codec;

/**
 * Bounds on the JSON that is read or written; what passes them is refused, before memory is taken for it where possible.
 *
 * @param maxNestingDepth arrays and objects within each other
 * @param maxStringLength characters of one string or name
 * @param maxNumberLength digits of one number
 * @param maxDocumentLength bytes of one value
 */
public record JsonLimits(int maxNestingDepth, int maxStringLength, int maxNumberLength, int maxDocumentLength) {

    /** Depth 100, strings and documents of 16 MiB, numbers of 1,000 digits. */
    public static final JsonLimits DEFAULT = new JsonLimits(100, 16 << 20, 1_000, 16 << 20);

    public JsonLimits {
        if (maxNestingDepth < 1 || maxStringLength < 1 || maxNumberLength < 1 || maxDocumentLength < 1) {
            throw new IllegalArgumentException("limits on JSON are at least 1: depth " + maxNestingDepth + ", string "
                    + maxStringLength + ", number " + maxNumberLength + ", document " + maxDocumentLength);
        }
    }
}
