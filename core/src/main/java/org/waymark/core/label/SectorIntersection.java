package org.waymark.core.label;

import java.util.Arrays;

/**
 * The area of the intersection of two circular sectors, in closed form.
 *
 * <p>A sector of up to 180 degrees is a disc cut by two half-planes through its centre, so two of
 * them meet in a convex region: two discs cut by at most four half-planes. In a frame where no edge
 * is steep, each of these bounds the region from above or below by a line or half a circle. Between
 * the abscissae where any two of these curves meet, one is the lowest upper and one the highest
 * lower bound, and the area between them is an elementary integral. Taking a wrong one of two
 * nearly equal bounds costs only their difference, so that touching, identical and nearly identical
 * sectors need no special cases. A wider sector is its disc without the sector that it lacks.
 */
final class SectorIntersection {

  /**
   * Two circles with two ends each and 2 + 2 meetings, four lines with two circles and themselves.
   */
  private static final int MAX_CUTS = 4 + 2 + 2 * 2 * 4 + 6;

  // In the rotated frame, with the first sector's centre as its origin and its radius as unit.
  private final double[] discX = new double[2];
  private final double[] discY = new double[2];
  private final double[] discR = new double[2];
  private final double[] lineX = new double[4];
  private final double[] lineY = new double[4];
  private final double[] slope = new double[4];
  private final boolean[] fromAbove = new boolean[4];
  private int lines;

  private final double[] cuts = new double[MAX_CUTS];
  private int cutCount;

  /** The bounds that {@link #boundsAt} found: a disc as its index, a line as 2 + its index. */
  private int upper;

  private int lower;

  private SectorIntersection() {}

  static double area(Sector a, Sector b) {
    double reach = a.radius() + b.radius();
    double dx = b.east() - a.east();
    double dy = b.north() - a.north();
    if (dx * dx + dy * dy >= reach * reach) {
      return 0;
    }
    boolean wideA = a.opening() > Math.PI;
    boolean wideB = b.opening() > Math.PI;
    double area = convex(a, wideA, b, wideB);
    if (wideA && hasGap(a)) {
      area -= convex(gap(a), false, b, wideB);
    }
    if (wideB && hasGap(b)) {
      area -= convex(a, wideA, gap(b), false);
    }
    if (wideA && hasGap(a) && wideB && hasGap(b)) {
      area += convex(gap(a), false, gap(b), false);
    }
    return Math.clamp(area, 0, Math.min(a.area(), b.area()));
  }

  private static boolean hasGap(Sector s) {
    return s.opening() < 2 * Math.PI;
  }

  private static Sector gap(Sector s) {
    return new Sector(
        s.east(), s.north(), s.azimuth() + Math.PI, s.radius(), 2 * Math.PI - s.opening());
  }

  /** Of sectors of up to 180 degrees, or of the whole discs of those marked. */
  private static double convex(Sector a, boolean wholeA, Sector b, boolean wholeB) {
    SectorIntersection region = new SectorIntersection();
    double unit = a.radius();
    double turn = turn(a, wholeA, b, wholeB);
    double dx = (b.east() - a.east()) / unit;
    double dy = (b.north() - a.north()) / unit;
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    region.add(0, 0, 0, a, 1, wholeA, turn);
    region.add(1, cos * dx - sin * dy, sin * dx + cos * dy, b, b.radius() / unit, wholeB, turn);
    return region.area() * unit * unit;
  }

  /**
   * The rotation after which all edges are at least 22.5 degrees from the vertical: the middle of
   * the widest gap between their directions, of which there are at most four, becomes vertical.
   */
  private static double turn(Sector a, boolean wholeA, Sector b, boolean wholeB) {
    double[] directions = new double[4];
    int n = 0;
    if (!wholeA) {
      directions[n++] = halfTurn(a.azimuth() - a.opening() / 2);
      directions[n++] = halfTurn(a.azimuth() + a.opening() / 2);
    }
    if (!wholeB) {
      directions[n++] = halfTurn(b.azimuth() - b.opening() / 2);
      directions[n++] = halfTurn(b.azimuth() + b.opening() / 2);
    }
    if (n == 0) {
      return 0;
    }
    Arrays.sort(directions, 0, n);
    double widest = directions[0] + Math.PI - directions[n - 1];
    double middle = directions[n - 1] + widest / 2;
    for (int i = 1; i < n; i++) {
      double width = directions[i] - directions[i - 1];
      if (width > widest) {
        widest = width;
        middle = directions[i - 1] + width / 2;
      }
    }
    return Math.PI / 2 - middle;
  }

  /** An undirected line's direction, 0 to pi. */
  private static double halfTurn(double angle) {
    double remainder = angle % Math.PI;
    return remainder < 0 ? remainder + Math.PI : remainder;
  }

  private void add(
      int disc, double x, double y, Sector sector, double radius, boolean whole, double turn) {
    discX[disc] = x;
    discY[disc] = y;
    discR[disc] = radius;
    if (!whole) {
      double azimuth = sector.azimuth() + turn;
      // The sector lies to the left of its right edge and of its left edge's reverse.
      addHalfPlane(x, y, azimuth - sector.opening() / 2);
      addHalfPlane(x, y, azimuth + sector.opening() / 2 + Math.PI);
    }
  }

  /** What lies to the left of a line. */
  private void addHalfPlane(double x, double y, double direction) {
    double cos = Math.cos(direction);
    lineX[lines] = x;
    lineY[lines] = y;
    slope[lines] = Math.sin(direction) / cos;
    fromAbove[lines] = cos < 0;
    lines++;
  }

  private double area() {
    double left = Math.max(discX[0] - discR[0], discX[1] - discR[1]);
    double right = Math.min(discX[0] + discR[0], discX[1] + discR[1]);
    if (left >= right) {
      return 0;
    }
    cut(left);
    cut(right);
    cutCircles();
    for (int i = 0; i < lines; i++) {
      cutCircle(0, i);
      cutCircle(1, i);
      for (int j = 0; j < i; j++) {
        double difference = slope[i] - slope[j];
        if (difference != 0) {
          cut((at(j, 0) - at(i, 0)) / difference);
        }
      }
    }
    Arrays.sort(cuts, 0, cutCount);
    double area = 0;
    for (int i = 1; i < cutCount; i++) {
      double x0 = Math.clamp(cuts[i - 1], left, right);
      double x1 = Math.clamp(cuts[i], left, right);
      if (x1 > x0 && boundsAt((x0 + x1) / 2)) {
        area += integral(upper, 1, x0, x1) - integral(lower, -1, x0, x1);
      }
    }
    return area;
  }

  private void cut(double x) {
    if (Double.isFinite(x)) {
      cuts[cutCount++] = x;
    }
  }

  private double at(int line, double x) {
    return lineY[line] + slope[line] * (x - lineX[line]);
  }

  /** Where the two circles meet. */
  private void cutCircles() {
    double dx = discX[1] - discX[0];
    double dy = discY[1] - discY[0];
    double squared = dx * dx + dy * dy;
    double along = 0.5 + (discR[0] * discR[0] - discR[1] * discR[1]) / (2 * squared);
    double across = discR[0] * discR[0] / squared - along * along;
    if (across >= 0) {
      double root = Math.sqrt(across);
      cut(discX[0] + along * dx - root * dy);
      cut(discX[0] + along * dx + root * dy);
    }
  }

  /** Where a line meets a circle. */
  private void cutCircle(int disc, int line) {
    double m = slope[line];
    double offset = at(line, discX[disc]) - discY[disc];
    double scale = 1 + m * m;
    double discriminant = scale * discR[disc] * discR[disc] - offset * offset;
    if (discriminant >= 0) {
      double root = Math.sqrt(discriminant);
      cut(discX[disc] + (-m * offset - root) / scale);
      cut(discX[disc] + (-m * offset + root) / scale);
    }
  }

  /** Finds the lowest upper and highest lower bound at x; false when nothing lies between them. */
  private boolean boundsAt(double x) {
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int disc = 0; disc < 2; disc++) {
      double u = x - discX[disc];
      double height = Math.sqrt(Math.max(0, discR[disc] * discR[disc] - u * u));
      if (discY[disc] + height < top) {
        top = discY[disc] + height;
        upper = disc;
      }
      if (discY[disc] - height > bottom) {
        bottom = discY[disc] - height;
        lower = disc;
      }
    }
    for (int line = 0; line < lines; line++) {
      double y = at(line, x);
      if (fromAbove[line] && y < top) {
        top = y;
        upper = 2 + line;
      } else if (!fromAbove[line] && y > bottom) {
        bottom = y;
        lower = 2 + line;
      }
    }
    return top > bottom;
  }

  /** Of a line, or of the upper (side 1) or lower (side -1) half of a circle. */
  private double integral(int bound, int side, double x0, double x1) {
    if (bound >= 2) {
      return at(bound - 2, (x0 + x1) / 2) * (x1 - x0);
    }
    double r = discR[bound];
    return discY[bound] * (x1 - x0)
        + side * (underArc(x1 - discX[bound], r) - underArc(x0 - discX[bound], r));
  }

  /** Integral of sqrt(r^2 - u^2) from 0 to u. */
  private static double underArc(double u, double r) {
    double inside = Math.clamp(u, -r, r);
    return 0.5 * (inside * Math.sqrt(r * r - inside * inside) + r * r * Math.asin(inside / r));
  }
}
