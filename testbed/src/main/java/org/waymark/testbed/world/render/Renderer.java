package org.waymark.testbed.world.render;

import java.util.Arrays;
import org.waymark.core.geometry.DepthMap;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;
import org.waymark.testbed.world.render.Visibility.View;
import org.waymark.testbed.world.scene.Cell;
import org.waymark.testbed.world.scene.LightMap;
import org.waymark.testbed.world.scene.Scene;
import org.waymark.testbed.world.scene.Surface;

/**
 * Renders a scene in software, row by row: for each row of samples the nearest surface is found
 * among the spans of all polygons, then each pixel is shaded once, or, where its four samples show
 * different surfaces, once per surface. Pixel centres have whole-numbered coordinates.
 *
 * <p>Keeps scratch memory: one renderer per thread. The result depends on the arguments alone.
 */
public final class Renderer {

  private static final double NEAR = 0.03;

  private final Scene scene;
  private final Intrinsics lens;
  private final Sensor sensor;
  private final Spans spans;
  private final short[] vignetting;

  private Shading[] shadings = {};
  private float[] planes = {};
  private int polygons;

  private final int[] upper;
  private final int[] lower;
  private final float[] inverse;
  private final long[] line;
  private final long[] one = new long[1];
  private final double[] corners = new double[12];
  private final double[] clipped = new double[18];
  private final double[] screen = new double[12];
  private final double[] p = new double[3];
  private final double[] u = new double[3];
  private final double[] v = new double[3];

  public Renderer(Scene scene, Intrinsics lens, Sensor sensor) {
    this.scene = scene;
    this.lens = lens;
    this.sensor = sensor;
    spans = new Spans(2 * lens.width(), 2 * lens.height());
    vignetting = sensor.vignetting(lens.width(), lens.height());
    upper = new int[2 * lens.width()];
    lower = new int[2 * lens.width()];
    inverse = new float[2 * lens.width()];
    line = new long[lens.width()];
  }

  /**
   * Renders one frame.
   *
   * @param cameraToWorld optical frame
   * @param noiseSeed of the sensor's noise
   */
  public Rendering render(Pose cameraToWorld, long noiseSeed) {
    collect(new CameraView(cameraToWorld, lens));
    byte[] rgb = new byte[3 * lens.width() * lens.height()];
    short[] depth = new short[lens.width() * lens.height()];
    for (int y = 0; y < lens.height(); y++) {
      spans.resolve(2 * y, planes, upper, inverse);
      spans.resolve(2 * y + 1, planes, lower, inverse);
      row(y, depth);
      sensor.develop(line, vignetting, y, noiseSeed, rgb, 3 * y * lens.width());
    }
    return new Rendering(rgb, new DepthMap(lens.width(), lens.height(), depth));
  }

  private void collect(CameraView camera) {
    polygons = 0;
    spans.clear();
    for (View view : Visibility.from(scene, camera)) {
      Cell cell = scene.cells().get(view.room);
      for (int i = 0; i < cell.surfaces().size(); i++) {
        add(cell.surfaces().get(i), cell.lights().get(i), camera, view);
      }
    }
  }

  private void add(Surface s, LightMap light, CameraView camera, View view) {
    camera.point(s.x(), s.y(), s.z(), p, 0);
    camera.direction(s.ux(), s.uy(), s.uz(), u, 0);
    camera.direction(s.vx(), s.vy(), s.vz(), v, 0);
    for (int k = 0; k < 3; k++) {
      corners[k] = p[k];
      corners[3 + k] = p[k] + u[k];
      corners[6 + k] = p[k] + u[k] + v[k];
      corners[9 + k] = p[k] + v[k];
    }
    int n = clip();
    if (n < 3) {
      return;
    }
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double z = clipped[3 * i + 2];
      double x = 2 * (lens.fx() * clipped[3 * i] / z + lens.cx()) + 0.5;
      screen[2 * i] = x;
      screen[2 * i + 1] = 2 * (lens.fy() * clipped[3 * i + 1] / z + lens.cy()) + 0.5;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    if (right < 2 * view.left || left > 2 * view.right || right < 0 || left > 2.0 * lens.width()) {
      return;
    }
    reserve();
    Shading shading = shadings[polygons];
    if (!shading.set(s, light, p, u, v, camera)) {
      return;
    }
    shading.plane(planes, 3 * polygons);
    spans.add(
        polygons,
        screen,
        n,
        (int) (2 * view.left) - 2,
        (int) (2 * view.top) - 2,
        (int) (2 * view.right) + 2,
        (int) (2 * view.bottom) + 2);
    polygons++;
  }

  private void reserve() {
    if (polygons == shadings.length) {
      int larger = Math.max(512, 2 * polygons);
      shadings = Arrays.copyOf(shadings, larger);
      planes = Arrays.copyOf(planes, 3 * larger);
      for (int i = polygons; i < larger; i++) {
        shadings[i] = new Shading();
      }
    }
  }

  /** Cuts the four corners at the near plane; returns how many corners there are then. */
  private int clip() {
    int n = 0;
    for (int i = 0; i < 4; i++) {
      int a = 3 * i;
      int b = 3 * ((i + 1) & 3);
      boolean inA = corners[a + 2] >= NEAR;
      boolean inB = corners[b + 2] >= NEAR;
      if (inA) {
        System.arraycopy(corners, a, clipped, 3 * n++, 3);
      }
      if (inA != inB) {
        double t = (NEAR - corners[a + 2]) / (corners[b + 2] - corners[a + 2]);
        for (int k = 0; k < 3; k++) {
          clipped[3 * n + k] = corners[a + k] + t * (corners[b + k] - corners[a + k]);
        }
        n++;
      }
    }
    return n;
  }

  private void row(int y, short[] depth) {
    int width = lens.width();
    int x = 0;
    while (x < width) {
      int id = upper[2 * x];
      int end = x;
      while (end < width
          && upper[2 * end] == id
          && upper[2 * end + 1] == id
          && lower[2 * end] == id
          && lower[2 * end + 1] == id) {
        end++;
      }
      if (end == x) {
        edge(x, y, depth);
        x++;
        continue;
      }
      if (id < 0) {
        Arrays.fill(line, x, end, x > 0 ? line[x - 1] : 0);
      } else {
        Shading shading = shadings[id];
        shading.shade(x, y, line, x, end - x);
        for (int i = x; i < end; i++) {
          depth[y * width + i] = shading.depth(i, y);
        }
      }
      x = end;
    }
  }

  private void edge(int x, int y, short[] depth) {
    long sum = 0;
    int n = 0;
    int nearest = -1;
    for (int i = 0; i < 4; i++) {
      int id = i < 2 ? upper[2 * x + i] : lower[2 * x + i - 2];
      if (id >= 0) {
        shadings[id].shade(
            x + ((i & 1) == 0 ? -0.25f : 0.25f), y + (i < 2 ? -0.25f : 0.25f), one, 0, 1);
        sum += one[0];
        n++;
        nearest = nearest < 0 ? id : nearest;
      }
    }
    // Samples that hit nothing, at a seam between two surfaces, are left out of the average.
    line[x] = n == 4 ? (sum >>> 2) & MEAN_LANES : n == 0 ? 0 : one[0];
    depth[y * lens.width() + x] = nearest < 0 ? 0 : shadings[nearest].depth(x, y);
  }

  private static final long MEAN_LANES = 0x3fffL | (0x3fffL << 21) | (0x3fffL << 42);
}
