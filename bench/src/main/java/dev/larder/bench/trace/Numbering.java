package dev.larder.bench.trace;

import java.util.Arrays;

/** Numbers keys from 0 in the order in which they appear: an open-addressing hash table without boxes. */
final class Numbering {
    private int[] keys = new int[1024];
    private int[] slots = new int[4096];
    private int size;

    /** The number of this key; a new one if it was not seen before. */
    int ordinal(int key) {
        int mask = slots.length - 1;
        int slot = hash(key) & mask;
        // A slot holds the ordinal plus one; 0 is an empty slot.
        while (slots[slot] != 0) {
            if (keys[slots[slot] - 1] == key) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }
        if (size == keys.length) {
            grow();
            return ordinal(key);
        }
        keys[size++] = key;
        slots[slot] = size;
        return size - 1;
    }

    /** The keys, each at its number. */
    int[] keys() {
        return Arrays.copyOf(keys, size);
    }

    private void grow() {
        keys = Arrays.copyOf(keys, keys.length * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = hash(keys[i]) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = i + 1;
        }
    }

    private static int hash(int key) {
        int mixed = key * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
