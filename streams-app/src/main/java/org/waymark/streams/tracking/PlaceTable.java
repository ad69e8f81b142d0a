package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.waymark.core.geometry.Pose;

/**
 * A map's places in memory, searched by comparing all: for calibration and evaluation, where some
 * places must be left out of each search.
 */
public final class PlaceTable {

  private final List<Pose> poses;
  private final float[][] descriptors;

  /**
   * @param descriptors {@code [place][number]}, L2-normalized, as many as poses; kept
   */
  public PlaceTable(List<Pose> poses, float[][] descriptors) {
    if (poses.isEmpty() || poses.size() != descriptors.length) {
      throw new IllegalArgumentException(
          "%d poses, %d descriptors".formatted(poses.size(), descriptors.length));
    }
    this.poses = List.copyOf(poses);
    this.descriptors = descriptors.clone();
  }

  public int size() {
    return descriptors.length;
  }

  public List<Pose> poses() {
    return poses;
  }

  float[] descriptor(int place) {
    return descriptors[place];
  }

  /** The nearest places, nearest first; at equal distance in order of their numbers. */
  public List<Sighting> nearest(float[] descriptor, int k) {
    return nearest(descriptor, k, place -> true);
  }

  List<Sighting> nearest(float[] descriptor, int k, IntPredicate allowed) {
    PriorityQueue<Sighting> worstFirst =
        new PriorityQueue<>(
            (a, b) ->
                a.distance() != b.distance()
                    ? Float.compare(b.distance(), a.distance())
                    : Integer.compare(b.place(), a.place()));
    for (int place = 0; place < descriptors.length; place++) {
      if (allowed.test(place)) {
        float distance = distance(descriptor, descriptors[place]);
        if (worstFirst.size() < k || distance < worstFirst.element().distance()) {
          worstFirst.add(new Sighting(place, distance, poses.get(place)));
          if (worstFirst.size() > k) {
            worstFirst.remove();
          }
        }
      }
    }
    List<Sighting> nearest = new ArrayList<>(worstFirst.size());
    while (!worstFirst.isEmpty()) {
      nearest.addFirst(worstFirst.remove());
    }
    return nearest;
  }

  private static float distance(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      float difference = a[i] - b[i];
      sum += difference * difference;
    }
    return (float) Math.sqrt(sum);
  }
}
