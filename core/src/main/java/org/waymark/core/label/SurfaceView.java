package org.waymark.core.label;

import java.io.IOException;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * The surface that one picture sees, ready to be compared: its depth map, and the points of an
 * 8-pixel grid with known depth in world coordinates. About 0.7 MB for 640x480.
 */
public final class SurfaceView implements Surface<SurfaceView> {

  private static final int GRID_PIXELS = 8;

  /**
   * How far the depth stored at a projected point may be from the point's own, as a share of the
   * latter.
   */
  public static final double DEPTH_TOLERANCE = 0.05;

  private final Intrinsics camera;
  private final DepthMap depth;
  private final Matrix3d worldToCamera;
  private final Vector3d translation;

  /** World coordinates x, y, z of each grid point with a known depth. */
  private final double[] points;

  private final double tolerance;
  private final Outline outline;

  public SurfaceView(Pose cameraToWorld, Intrinsics camera, DepthMap depth) {
    this(cameraToWorld, camera, depth, DEPTH_TOLERANCE);
  }

  /**
   * @param tolerance in place of {@link #DEPTH_TOLERANCE}, above 0 and below 1
   */
  public SurfaceView(Pose cameraToWorld, Intrinsics camera, DepthMap depth, double tolerance) {
    if (camera.width() != depth.width() || camera.height() != depth.height()) {
      throw new IllegalArgumentException(
          "a depth map of %d x %d for a camera of %d x %d pixels"
              .formatted(depth.width(), depth.height(), camera.width(), camera.height()));
    }
    this.camera = camera;
    this.depth = depth;
    Pose inverse = cameraToWorld.inverse();
    this.worldToCamera = inverse.orientation().get(new Matrix3d());
    this.translation = inverse.position();
    this.points = gridPoints(cameraToWorld);
    this.tolerance = tolerance;
    this.outline = new Outline(around(points), reach(cameraToWorld));
  }

  private static Outline.Box around(double[] points) {
    Outline.Box box = new Outline.Box();
    for (int i = 0; i < points.length; i += 3) {
      box.include(points[i], points[i + 1], points[i + 2]);
    }
    return box;
  }

  /** The pyramid from the camera to the farthest depth at which it can find a point. */
  private Outline.Box reach(Pose cameraToWorld) {
    double farthest = 0;
    for (int row = 0; row < depth.height(); row++) {
      for (int column = 0; column < depth.width(); column++) {
        // NaN, an unknown depth, compares false.
        if (depth.metresAt(column, row) > farthest) {
          farthest = depth.metresAt(column, row);
        }
      }
    }
    double z = farthest / (1 - tolerance);
    Outline.Box box = new Outline.Box();
    box.include(cameraToWorld.x(), cameraToWorld.y(), cameraToWorld.z());
    for (double column : new double[] {-0.5, depth.width() - 0.5}) {
      for (double row : new double[] {-0.5, depth.height() - 0.5}) {
        Vector3d corner = cameraToWorld.transform(ray(column, row).mul(z));
        box.include(corner.x, corner.y, corner.z);
      }
    }
    return box;
  }

  /** From the camera through a pixel, with depth 1, in the camera's frame. */
  private Vector3d ray(double column, double row) {
    return new Vector3d((column - camera.cx()) / camera.fx(), (row - camera.cy()) / camera.fy(), 1);
  }

  /**
   * The surface that a frame sees.
   *
   * @throws WaymarkException when the frame lacks pose, intrinsics or depth
   */
  public static SurfaceView of(DatasetFrame frame) throws IOException {
    return of(frame, null, DEPTH_TOLERANCE);
  }

  /**
   * The surface that a frame sees.
   *
   * @param camera in place of the frame's own, where it is not null
   * @throws WaymarkException when the frame lacks pose, intrinsics or depth
   */
  public static SurfaceView of(DatasetFrame frame, @Nullable Intrinsics camera, double tolerance)
      throws IOException {
    return new SurfaceView(
        frame.pose().orElseThrow(() -> lacks(frame, "pose")),
        camera != null
            ? camera
            : frame.intrinsics().orElseThrow(() -> lacks(frame, "camera intrinsics")),
        frame.depth().orElseThrow(() -> lacks(frame, "depth map")),
        tolerance);
  }

  private static WaymarkException lacks(DatasetFrame frame, String what) {
    return new WaymarkException(
        "frame %s has no %s; surface overlap needs pose, intrinsics and depth"
            .formatted(frame.id(), what));
  }

  private double[] gridPoints(Pose cameraToWorld) {
    double[] buffer =
        new double[3 * (depth.width() / GRID_PIXELS + 1) * (depth.height() / GRID_PIXELS + 1)];
    int n = 0;
    for (int row = 0; row < depth.height(); row += GRID_PIXELS) {
      for (int column = 0; column < depth.width(); column += GRID_PIXELS) {
        double z = depth.metresAt(column, row);
        if (Double.isNaN(z)) {
          continue;
        }
        Vector3d world = cameraToWorld.transform(ray(column, row).mul(z));
        buffer[n++] = world.x;
        buffer[n++] = world.y;
        buffer[n++] = world.z;
      }
    }
    return java.util.Arrays.copyOf(buffer, n);
  }

  /**
   * Intersection over union of the surfaces that two pictures see: with a = share of this view's
   * grid points that the other sees, and b the reverse, {@code ab / (a + b - ab)}. Symmetric, 0 to
   * 1.
   */
  @Override
  public double overlap(SurfaceView other) {
    double a = shareSeenBy(other);
    if (a == 0) {
      return 0;
    }
    double b = other.shareSeenBy(this);
    return b == 0 ? 0 : a * b / (a + b - a * b);
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public long bytes() {
    return (long) Short.BYTES * depth.millimetres().length + (long) Double.BYTES * points.length;
  }

  /**
   * Share of this view's points that fall into {@code other}'s picture at the depth that it
   * measured there.
   */
  private double shareSeenBy(SurfaceView other) {
    if (points.length == 0) {
      return 0;
    }
    Matrix3d r = other.worldToCamera;
    Vector3d t = other.translation;
    Intrinsics k = other.camera;
    int seen = 0;
    for (int i = 0; i < points.length; i += 3) {
      double x = points[i];
      double y = points[i + 1];
      double z = points[i + 2];
      double depthThere = r.m02 * x + r.m12 * y + r.m22 * z + t.z;
      if (depthThere <= 0) {
        continue;
      }
      double u = k.fx() * (r.m00 * x + r.m10 * y + r.m20 * z + t.x) / depthThere + k.cx();
      double v = k.fy() * (r.m01 * x + r.m11 * y + r.m21 * z + t.y) / depthThere + k.cy();
      int column = (int) Math.floor(u + 0.5);
      int row = (int) Math.floor(v + 0.5);
      if (column < 0 || row < 0 || column >= k.width() || row >= k.height()) {
        continue;
      }
      // NaN, an unknown depth, compares false.
      if (Math.abs(other.depth.metresAt(column, row) - depthThere) < other.tolerance * depthThere) {
        seen++;
      }
    }
    return seen / (points.length / 3.0);
  }
}
