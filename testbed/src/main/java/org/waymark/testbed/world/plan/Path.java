package org.waymark.testbed.world.plan;

import java.util.List;
import org.waymark.testbed.world.plan.Plan.Waypoint;

/**
 * The tour as a smooth closed curve: the corners of the polyline are rounded by a kernel of about
 * half a metre. Places along it are given by arc length in metres, which may exceed the length: the
 * tour then begins again.
 */
public final class Path {

  /** Distance between the stored points. */
  private static final double STEP = 0.05;

  /** Half width of each of the three box filters that round the corners. */
  private static final int HALF_WINDOW = 8;

  private final double[] xs;
  private final double[] ys;
  private final double[] headings;
  private final double[] curvatures;
  private final double step;

  private Path(double[] xs, double[] ys, double step) {
    this.xs = xs;
    this.ys = ys;
    this.step = step;
    int n = xs.length;
    headings = new double[n];
    curvatures = new double[n];
    for (int i = 0; i < n; i++) {
      int before = Math.floorMod(i - 1, n);
      int after = (i + 1) % n;
      headings[i] = Math.atan2(ys[after] - ys[before], xs[after] - xs[before]);
    }
    for (int i = 0; i < n; i++) {
      double turn = headings[(i + 1) % n] - headings[Math.floorMod(i - 1, n)];
      curvatures[i] = Math.IEEEremainder(turn, 2 * Math.PI) / (2 * step);
    }
  }

  public static Path through(List<Waypoint> corners) {
    double[][] line = resample(polyline(corners), STEP);
    for (int pass = 0; pass < 3; pass++) {
      line = new double[][] {blur(line[0]), blur(line[1])};
    }
    double[][] even = resample(line, STEP);
    return new Path(even[0], even[1], perimeter(even) / even[0].length);
  }

  private static double[][] polyline(List<Waypoint> corners) {
    return new double[][] {
      corners.stream().mapToDouble(Waypoint::x).toArray(),
      corners.stream().mapToDouble(Waypoint::y).toArray()
    };
  }

  private static double perimeter(double[][] line) {
    int n = line[0].length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += segment(line, i);
    }
    return sum;
  }

  private static double segment(double[][] line, int i) {
    int next = (i + 1) % line[0].length;
    double dx = line[0][next] - line[0][i];
    double dy = line[1][next] - line[1][i];
    return Math.sqrt(dx * dx + dy * dy);
  }

  private static double[][] resample(double[][] line, double wanted) {
    double length = perimeter(line);
    int n = (int) Math.round(length / wanted);
    double[][] even = new double[2][n];
    int corner = 0;
    double passed = 0;
    double side = segment(line, 0);
    for (int i = 0; i < n; i++) {
      double at = length * i / n;
      while (at > passed + side && corner < line[0].length - 1) {
        passed += side;
        corner++;
        side = segment(line, corner);
      }
      double t = side == 0 ? 0 : (at - passed) / side;
      int next = (corner + 1) % line[0].length;
      even[0][i] = line[0][corner] + t * (line[0][next] - line[0][corner]);
      even[1][i] = line[1][corner] + t * (line[1][next] - line[1][corner]);
    }
    return even;
  }

  private static double[] blur(double[] values) {
    int n = values.length;
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int k = -HALF_WINDOW; k <= HALF_WINDOW; k++) {
        sum += values[Math.floorMod(i + k, n)];
      }
      out[i] = sum / (2 * HALF_WINDOW + 1);
    }
    return out;
  }

  /** Length of the tour in metres. */
  public double length() {
    return step * xs.length;
  }

  public double x(double s) {
    return at(xs, s);
  }

  public double y(double s) {
    return at(ys, s);
  }

  /** Direction of travel in radians, counter-clockwise from the x axis. */
  public double heading(double s) {
    double place = place(s);
    int i = (int) place;
    double a = headings[i];
    double turn = Math.IEEEremainder(headings[(i + 1) % headings.length] - a, 2 * Math.PI);
    return a + (place - i) * turn;
  }

  /** Change of heading per metre, positive to the left. */
  public double curvature(double s) {
    return at(curvatures, s);
  }

  /** Least distance of the curve from a rectangle, in metres. */
  public double distanceTo(Rect rect) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < xs.length; i++) {
      least = Math.min(least, rect.distanceTo(xs[i], ys[i]));
    }
    return least;
  }

  private double place(double s) {
    double around = s / step;
    double place = around - Math.floor(around / xs.length) * xs.length;
    return place >= xs.length ? 0 : place;
  }

  private double at(double[] values, double s) {
    double place = place(s);
    int i = (int) place;
    double a = values[i];
    return a + (place - i) * (values[(i + 1) % values.length] - a);
  }
}
