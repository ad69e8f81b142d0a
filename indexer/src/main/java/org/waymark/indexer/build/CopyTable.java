package org.waymark.indexer.build;

import java.util.Arrays;

/**
 * Finds equals among millions of things by their hashes, in 12 bytes each: the things themselves
 * stay where they are, and the caller says whether two with one hash are equal.
 */
public final class CopyTable {

  private static final int FIRST_SLOTS = 1 << 10;
  private static final int EMPTY = -1;
  private static final int NONE = -1;

  private long[] hashes = new long[FIRST_SLOTS];
  private int[] numbers = new int[FIRST_SLOTS];
  private int size;

  public CopyTable() {
    Arrays.fill(numbers, EMPTY);
  }

  /** Whether an earlier thing equals the one in question. */
  @FunctionalInterface
  public interface Equality<E extends Exception> {
    boolean test(int earlier) throws E;
  }

  /**
   * Looks for an equal of a thing, and adds the thing where there is none.
   *
   * @param number of the thing, 0 or more
   * @return number of the first equal one, or -1
   */
  public <E extends Exception> int findOrAdd(long hash, int number, Equality<E> equality) throws E {
    if (2 * size >= numbers.length) {
      grow();
    }
    int slot = firstSlot(hash, numbers.length);
    for (; numbers[slot] != EMPTY; slot = (slot + 1) & (numbers.length - 1)) {
      if (hashes[slot] == hash && equality.test(numbers[slot])) {
        return numbers[slot];
      }
    }
    hashes[slot] = hash;
    numbers[slot] = number;
    size++;
    return NONE;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldNumbers = numbers;
    hashes = new long[2 * oldHashes.length];
    numbers = new int[2 * oldNumbers.length];
    Arrays.fill(numbers, EMPTY);
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != EMPTY) {
        int slot = firstSlot(oldHashes[i], numbers.length);
        while (numbers[slot] != EMPTY) {
          slot = (slot + 1) & (numbers.length - 1);
        }
        hashes[slot] = oldHashes[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }

  private static int firstSlot(long hash, int slots) {
    return (int) spread(hash) & (slots - 1);
  }

  /** The finalizer of MurmurHash3: near hashes come to lie far apart. */
  private static long spread(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  /** Of a descriptor's bits. */
  public static long hash(float[] descriptor) {
    long hash = 0xcbf29ce484222325L;
    for (float value : descriptor) {
      hash = spread(hash ^ Float.floatToIntBits(value));
    }
    return hash;
  }

  /** Of a name. */
  public static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
