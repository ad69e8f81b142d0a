package org.waymark.core.label;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one query: psi, 0 to 1, for the places that have one, in ascending order of places.
 * A place without an entry has psi 0; an entry may itself be 0. Held sparsely or densely, whichever
 * is smaller.
 */
public final class LabelRow {

  private final int places;

  /** Places of the entries, or null when every place has one. */
  private final int @Nullable [] index;

  private final float[] psi;

  private LabelRow(int places, int @Nullable [] index, float[] psi) {
    this.places = places;
    this.index = index;
    this.psi = psi;
  }

  /**
   * One value for every place.
   *
   * @param psi not copied when most of it is not zero: do not change it
   */
  public static LabelRow dense(float[] psi) {
    int entries = 0;
    for (float value : psi) {
      if (value != 0) {
        entries++;
      }
    }
    if (2 * entries > psi.length) {
      return new LabelRow(psi.length, null, psi);
    }
    int[] index = new int[entries];
    float[] values = new float[entries];
    int n = 0;
    for (int place = 0; place < psi.length; place++) {
      if (psi[place] != 0) {
        index[n] = place;
        values[n++] = psi[place];
      }
    }
    return new LabelRow(psi.length, index, values);
  }

  /**
   * Values of some places.
   *
   * @param places how many places the map has
   * @param index ascending; not copied: do not change it
   * @param psi of each in {@code index}; not copied: do not change it
   * @throws IllegalArgumentException when the two differ in length, or {@code index} does not
   *     ascend within the map
   */
  public static LabelRow sparse(int places, int[] index, float[] psi) {
    if (index.length != psi.length) {
      throw new IllegalArgumentException(
          "%d places with %d values".formatted(index.length, psi.length));
    }
    int previous = -1;
    for (int place : index) {
      if (place <= previous || place >= places) {
        throw new IllegalArgumentException(
            "place %d after %d, of %d places".formatted(place, previous, places));
      }
      previous = place;
    }
    return new LabelRow(places, index, psi);
  }

  /** How many places the map has. */
  public int places() {
    return places;
  }

  /** How many entries there are. */
  public int size() {
    return psi.length;
  }

  /** The place of an entry. */
  public int place(int entry) {
    return index == null ? Objects.checkIndex(entry, places) : index[entry];
  }

  /** The value of an entry. */
  public float psi(int entry) {
    return psi[entry];
  }

  /** The value of a place, 0 where there is no entry. */
  public float get(int place) {
    Objects.checkIndex(place, places);
    if (index == null) {
      return psi[place];
    }
    int entry = Arrays.binarySearch(index, place);
    return entry < 0 ? 0 : psi[entry];
  }

  /** All values, those without an entry as 0: a new array. */
  public float[] toArray() {
    if (index == null) {
      return psi.clone();
    }
    float[] all = new float[places];
    for (int i = 0; i < index.length; i++) {
      all[index[i]] = psi[i];
    }
    return all;
  }
}
