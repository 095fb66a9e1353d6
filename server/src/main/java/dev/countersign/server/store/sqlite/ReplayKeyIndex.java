package dev.countersign.server.store.sqlite;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hash index in memory from the first 32 bits of a replay key's hash to the position of the key in {@link
 * ReplayKeyTable}, with 11 to 21 bytes for each key. Several keys may have the same 32 bits, so the caller compares the
 * whole hash at each position that is found.
 *
 * <p>Its figure: row {@code Countersign filled, 64} of {@code bench grown} in {@code bench/results/grown.txt}.
 */
final class ReplayKeyIndex {
    private static final int FEWEST_SLOTS = 1024;

    /** Slots: the 32 bits in the upper half, and the position plus one in the lower half; zero is a free slot. */
    private long[] slots = new long[FEWEST_SLOTS];

    private int size;

    /** Random multiplier, so that an attacker cannot choose hashes that collide in one slot. */
    private final int mixer = ThreadLocalRandom.current().nextInt() | 1;

    /** Comparison of the key at a place with the wanted key. */
    @FunctionalInterface
    interface Comparison<E extends Exception> {
        boolean isAt(int position) throws E;
    }

    int size() {
        return size;
    }

    /** Adds a key, which may be present already. */
    void add(byte[] hash, int position) {
        if (4 * size >= 3 * slots.length) {
            grow();
        }
        put(((long) bits(hash) << 32) | (position + 1));
        size++;
    }

    /** Checks the places of all keys with the bits of this one, until the key is found. */
    <E extends Exception> boolean find(byte[] hash, Comparison<E> comparison) throws E {
        int bits = bits(hash);
        int slot = slotOf(bits);
        while (slots[slot] != 0) {
            if ((int) (slots[slot] >>> 32) == bits && comparison.isAt((int) slots[slot] - 1)) {
                return true;
            }
            slot = next(slot);
        }
        return false;
    }

    /** All places, ordered by the first bits of the hashes. */
    int[] inOrder() {
        long[] taken = Arrays.stream(slots).filter(slot -> slot != 0).sorted().toArray();
        return Arrays.stream(taken).mapToInt(slot -> (int) slot - 1).toArray();
    }

    /** Removes all keys, and keeps the memory for as many new ones. */
    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[2 * before.length];
        for (long slot : before) {
            if (slot != 0) {
                put(slot);
            }
        }
    }

    private void put(long content) {
        int slot = slotOf((int) (content >>> 32));
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = content;
    }

    private int slotOf(int bits) {
        return (bits * mixer) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    private static int bits(byte[] hash) {
        // inverts the sign bit, so that signed numbers have the order of the bytes
        return ByteBuffer.wrap(hash).getInt() ^ Integer.MIN_VALUE;
    }
}
