package org.waymark.core.label;

import java.io.IOException;
import java.util.Arrays;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * Which points of a cloud one picture sees: those that fall into it and are not behind another.
 * What is in front is found with a depth buffer of 8-pixel cells; a point is seen when it lies no
 * farther behind the nearest of its cell than the depth tolerance allows. Two pictures' overlap is
 * the intersection over union of these sets, so every point counts alike: a cloud of even density
 * measures area.
 */
public final class CloudView implements Surface<CloudView> {

  private static final int CELL_PIXELS = 8;

  /** One bit for each point, of the words from {@link #firstWord} on. */
  private final long[] seen;

  private final int firstWord;
  private final int count;
  private final Outline outline;

  public CloudView(PointCloud cloud, Pose cameraToWorld, Intrinsics camera, double tolerance) {
    float[] depths = new float[cloud.size()];
    int[] cells = new int[cloud.size()];
    int columns = (camera.width() + CELL_PIXELS - 1) / CELL_PIXELS;
    int rows = (camera.height() + CELL_PIXELS - 1) / CELL_PIXELS;
    float[] nearest = new float[columns * rows];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    project(cloud, cameraToWorld.inverse(), camera, columns, depths, cells);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] >= 0) {
        nearest[cells[i]] = Math.min(nearest[cells[i]], depths[i]);
      }
    }
    long[] words = new long[(cloud.size() + 63) / 64];
    Outline.Box box = new Outline.Box();
    int n = 0;
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] >= 0 && depths[i] <= nearest[cells[i]] * (1 + tolerance)) {
        words[i >> 6] |= 1L << i;
        box.include(
            cloud.coordinates()[3 * i],
            cloud.coordinates()[3 * i + 1],
            cloud.coordinates()[3 * i + 2]);
        n++;
      }
    }
    int first = 0;
    int end = words.length;
    while (first < end && words[first] == 0) {
      first++;
    }
    while (end > first && words[end - 1] == 0) {
      end--;
    }
    this.seen = Arrays.copyOfRange(words, first, end);
    this.firstWord = first;
    this.count = n;
    this.outline = new Outline(box, box);
  }

  /**
   * What a frame sees.
   *
   * @param camera in place of the frame's own, where it is not null
   * @throws WaymarkException when the frame lacks pose or intrinsics
   */
  public static CloudView of(
      DatasetFrame frame, PointCloud cloud, @Nullable Intrinsics camera, double tolerance)
      throws IOException {
    return new CloudView(
        cloud,
        frame
            .pose()
            .orElseThrow(
                () ->
                    new WaymarkException(
                        "frame %s has no pose; surface overlap needs poses".formatted(frame.id()))),
        camera != null
            ? camera
            : frame
                .intrinsics()
                .orElseThrow(
                    () ->
                        new WaymarkException(
                            "frame %s has no camera intrinsics; give them with --intrinsics"
                                .formatted(frame.id()))),
        tolerance);
  }

  /** Sets the cell of every point, -1 for those outside the picture, and its depth in metres. */
  private static void project(
      PointCloud cloud,
      Pose worldToCamera,
      Intrinsics k,
      int columns,
      float[] depths,
      int[] cells) {
    Matrix3d r = worldToCamera.orientation().get(new Matrix3d());
    Vector3d t = worldToCamera.position();
    float[] xyz = cloud.coordinates();
    for (int i = 0; i < cells.length; i++) {
      double x = xyz[3 * i];
      double y = xyz[3 * i + 1];
      double z = xyz[3 * i + 2];
      double depth = r.m02 * x + r.m12 * y + r.m22 * z + t.z;
      cells[i] = -1;
      if (depth > 0) {
        double u = k.fx() * (r.m00 * x + r.m10 * y + r.m20 * z + t.x) / depth + k.cx() + 0.5;
        double v = k.fy() * (r.m01 * x + r.m11 * y + r.m21 * z + t.y) / depth + k.cy() + 0.5;
        if (u >= 0 && v >= 0 && u < k.width() && v < k.height()) {
          cells[i] = (int) v / CELL_PIXELS * columns + (int) u / CELL_PIXELS;
          depths[i] = (float) depth;
        }
      }
    }
  }

  /** How many points it sees. */
  public int count() {
    return count;
  }

  @Override
  public double overlap(CloudView other) {
    int first = Math.max(firstWord, other.firstWord);
    int end = Math.min(firstWord + seen.length, other.firstWord + other.seen.length);
    int shared = 0;
    for (int word = first; word < end; word++) {
      shared += Long.bitCount(seen[word - firstWord] & other.seen[word - other.firstWord]);
    }
    return shared == 0 ? 0 : shared / ((double) count + other.count - shared);
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public long bytes() {
    return (long) Long.BYTES * seen.length;
  }
}
