package org.waymark.core.label;

/**
 * Points of a scene, in the frame of the poses.
 *
 * @param coordinates x, y, z of each point in metres; not copied: do not change them
 */
public record PointCloud(float[] coordinates) {

  public PointCloud {
    if (coordinates.length == 0 || coordinates.length % 3 != 0) {
      throw new IllegalArgumentException(
          "%d coordinates are no points".formatted(coordinates.length));
    }
  }

  public int size() {
    return coordinates.length / 3;
  }
}
