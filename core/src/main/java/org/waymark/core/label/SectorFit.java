package org.waymark.core.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.waymark.core.WaymarkException;

/**
 * Finds the sectors that best explain given labels, by least squares over pairs: those with a label
 * above 0, and up to as many nearby ones without, of both a sample when there are many. A coarse
 * grid and damped Gauss-Newton steps on a few pairs find the valley, further steps on all its
 * bottom.
 */
public final class SectorFit {

  private SectorFit() {}

  private static final int MOST_OF_EACH = 20_000;

  /** Pairs that tell which valley is the deepest. */
  private static final int FEW = 500;

  private static final int MAX_STEPS = 100;
  private static final int STARTS = 4;
  private static final double REACHES = 40;
  private static final double FULL = 360;
  private static final double SAME = 1e-9;

  /** A relative gain below which further steps change the result by far less than its error. */
  private static final double SETTLED = 1e-9;

  record Pair(Sector query, Sector place, double psi) {}

  /** A point of the search: metres and degrees. */
  private record Point(double radius, double angle) {

    /** Whether a step between the two is not worth trying. */
    boolean isCloseTo(Point other) {
      return Math.abs(radius - other.radius) <= SAME * radius
          && Math.abs(angle - other.angle) <= SAME * angle;
    }
  }

  private record Candidate(OverlapKind kind, Point point, double squares) {
    double rms(List<Pair> pairs) {
      return Math.sqrt(squares / pairs.size());
    }
  }

  /**
   * @param queries their radii and openings do not matter, except that a full circle remains one
   * @throws WaymarkException when the labels are of another size, have no overlapping pair, or are
   *     binary
   */
  public static LabelFit of(
      GradedLabels labels, GroundViews queries, GroundViews places, long seed) {
    List<Sector> q = queries.sectors();
    List<Sector> p = places.sectors();
    if (labels.queries() != q.size() || labels.places() != p.size()) {
      throw new WaymarkException(
          "the labels are of %d queries x %d places, the data sets of %d x %d: give those that the labels were made for"
              .formatted(labels.queries(), labels.places(), q.size(), p.size()));
    }
    List<Pair> pairs = sample(labels, q, p, seed);
    double farthest =
        pairs.stream().filter(x -> x.psi > 0).mapToDouble(SectorFit::distance).max().orElse(1);
    boolean equal = pairs.stream().noneMatch(x -> whole(x.query) || whole(x.place));
    Candidate best = candidate(pairs, OverlapKind.IOU, farthest);
    Map<OverlapKind, Double> rms = new EnumMap<>(OverlapKind.class);
    rms.put(best.kind, best.rms(pairs));
    for (OverlapKind kind : List.of(OverlapKind.QUERY, OverlapKind.MAP)) {
      if (kind == OverlapKind.MAP && equal) {
        continue;
      }
      Candidate other = candidate(pairs, kind, farthest);
      rms.put(kind, other.rms(pairs));
      best = other.squares < best.squares ? other : best;
    }
    return fit(pairs, best, rms);
  }

  private static Candidate candidate(List<Pair> pairs, OverlapKind kind, double farthest) {
    List<Pair> some = pairs.subList(0, Math.min(FEW, pairs.size()));
    Point valley =
        onGrid(some, kind, farthest).stream()
            .map(start -> refine(some, kind, start))
            .min(Comparator.comparingDouble(point -> squares(some, kind, point)))
            .orElseThrow();
    Point bottom = refine(pairs, kind, valley);
    return new Candidate(kind, bottom, squares(pairs, kind, bottom));
  }

  private static LabelFit fit(List<Pair> pairs, Candidate best, Map<OverlapKind, Double> rms) {
    double mean = pairs.stream().mapToDouble(Pair::psi).average().orElse(0);
    double variance = pairs.stream().mapToDouble(x -> (x.psi - mean) * (x.psi - mean)).sum();
    Normal normal = Normal.at(pairs, best.kind, best.point);
    double noise = best.squares / Math.max(1, pairs.size() - 2);
    return new LabelFit(
        best.kind,
        best.point.radius,
        best.point.angle,
        Math.sqrt(noise * normal.inverseRadius()),
        Math.sqrt(noise * normal.inverseAngle()),
        best.rms(pairs),
        1 - best.squares / variance,
        pairs.size(),
        rms);
  }

  private static boolean whole(Sector sector) {
    return sector.opening() >= 2 * Math.PI;
  }

  private static double distance(Pair pair) {
    return Math.hypot(
        pair.query.east() - pair.place.east(), pair.query.north() - pair.place.north());
  }

  static List<Pair> sample(
      GradedLabels labels, List<Sector> queries, List<Sector> places, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Pair> overlapping = new ArrayList<>();
    long seen = 0;
    boolean graded = false;
    for (int q = 0; q < labels.queries(); q++) {
      LabelRow row = labels.row(q);
      for (int i = 0; i < row.size(); i++) {
        float psi = row.psi(i);
        if (psi > 0) {
          graded |= psi < 1;
          Pair pair = new Pair(queries.get(q), places.get(row.place(i)), psi);
          if (++seen <= MOST_OF_EACH) {
            overlapping.add(pair);
          } else if (random.nextLong(seen) < MOST_OF_EACH) {
            overlapping.set(random.nextInt(MOST_OF_EACH), pair);
          }
        }
      }
    }
    if (!graded) {
      throw new WaymarkException(
          overlapping.isEmpty()
              ? "no pair of the labels overlaps; there is nothing to fit"
              : "the labels are binary; only graded ones tell radius and angle");
    }
    double reach = 1.25 * overlapping.stream().mapToDouble(SectorFit::distance).max().orElse(0);
    List<Pair> pairs = new ArrayList<>(overlapping);
    pairs.addAll(apart(labels, queries, places, reach, overlapping.size(), random));
    // So that the first ones are a sample of all.
    shuffle(pairs, random);
    return pairs;
  }

  /**
   * Pairs without overlap that lie at most {@code reach} apart, none twice: of each query as many
   * as its share of {@code count}, from a random place on.
   */
  private static List<Pair> apart(
      GradedLabels labels,
      List<Sector> queries,
      List<Sector> places,
      double reach,
      int count,
      SplittableRandom random) {
    List<Integer> order = new ArrayList<>();
    for (int q = 0; q < queries.size(); q++) {
      order.add(q);
    }
    shuffle(order, random);
    List<Pair> pairs = new ArrayList<>();
    int share = Math.ceilDiv(count, queries.size());
    for (int q : order) {
      int most = Math.min(count, pairs.size() + share);
      int start = random.nextInt(places.size());
      for (int i = 0; i < places.size() && pairs.size() < most; i++) {
        int p = (int) (((long) start + i) % places.size());
        Pair pair = new Pair(queries.get(q), places.get(p), 0);
        if (distance(pair) <= reach && labels.get(q, p) == 0) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  /**
   * The best of a grid, of views that see at least half as far as the farthest overlapping pair
   * lies apart, and at most many times that: a short drive's frames all lie close together.
   */
  private static List<Point> onGrid(List<Pair> pairs, OverlapKind kind, double farthest) {
    List<Point> grid = new ArrayList<>();
    double least = Math.max(farthest / 2, 0.01);
    for (double radius = least; radius < REACHES * least; radius *= 1.15) {
      for (double angle = 15; angle <= FULL; angle += 15) {
        grid.add(new Point(radius, angle));
      }
    }
    return grid.parallelStream()
        .map(point -> new Candidate(kind, point, squares(pairs, kind, point)))
        .sorted(Comparator.comparingDouble(Candidate::squares))
        .limit(STARTS)
        .map(Candidate::point)
        .toList();
  }

  private static Point refine(List<Pair> pairs, OverlapKind kind, Point start) {
    Point point = start;
    double squares = squares(pairs, kind, point);
    Normal normal = Normal.at(pairs, kind, point);
    double damping = 1e-3;
    for (int step = 0; step < MAX_STEPS && damping < 1e8; step++) {
      Point next = normal.step(point, damping);
      if (next.isCloseTo(point)) {
        break;
      }
      double then = squares(pairs, kind, next);
      if (then < squares) {
        boolean settled = squares - then < SETTLED * squares;
        point = next;
        squares = then;
        damping /= 5;
        if (settled) {
          break;
        }
        normal = Normal.at(pairs, kind, point);
      } else {
        damping *= 5;
      }
    }
    return point;
  }

  private static double squares(List<Pair> pairs, OverlapKind kind, Point point) {
    return pairs.parallelStream()
        .mapToDouble(
            pair -> {
              double residual = psi(pair, kind, point) - pair.psi;
              return residual * residual;
            })
        .sum();
  }

  private static double psi(Pair pair, OverlapKind kind, Point point) {
    return kind.psi(at(pair.query, point), at(pair.place, point));
  }

  private static Sector at(Sector sector, Point point) {
    return new Sector(
        sector.east(),
        sector.north(),
        sector.azimuth(),
        point.radius,
        whole(sector) ? sector.opening() : Math.toRadians(point.angle));
  }

  /** The normal equations of a step: sums of products of slopes, and of slopes and residuals. */
  private record Normal(double rr, double ra, double aa, double rResidual, double aResidual) {

    static Normal at(List<Pair> pairs, OverlapKind kind, Point point) {
      double h = 1e-4;
      Point farther = new Point(point.radius * (1 + h), point.angle);
      Point nearer = new Point(point.radius * (1 - h), point.angle);
      Point wider = new Point(point.radius, Math.min(FULL, point.angle * (1 + h)));
      Point narrower = new Point(point.radius, point.angle * (1 - h));
      ToDoubleBiFunction<Pair, Point> psi = (pair, p) -> psi(pair, kind, p);
      double[] sums =
          pairs.parallelStream()
              .map(
                  pair -> {
                    double r =
                        (psi.applyAsDouble(pair, farther) - psi.applyAsDouble(pair, nearer))
                            / (farther.radius - nearer.radius);
                    double a =
                        (psi.applyAsDouble(pair, wider) - psi.applyAsDouble(pair, narrower))
                            / (wider.angle - narrower.angle);
                    double residual = pair.psi - psi.applyAsDouble(pair, point);
                    return new double[] {r * r, r * a, a * a, r * residual, a * residual};
                  })
              .reduce(
                  new double[5],
                  (x, y) -> {
                    double[] sum = new double[5];
                    Arrays.setAll(sum, i -> x[i] + y[i]);
                    return sum;
                  });
      return new Normal(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    Point step(Point from, double damping) {
      double r = rr * (1 + damping);
      double a = aa * (1 + damping);
      double determinant = r * a - ra * ra;
      if (!(determinant > 0)) {
        return from;
      }
      double radius = from.radius + (a * rResidual - ra * aResidual) / determinant;
      double angle = from.angle + (r * aResidual - ra * rResidual) / determinant;
      return new Point(
          Math.clamp(radius, from.radius / 2, from.radius * 2), Math.clamp(angle, 1, FULL));
    }

    double inverseRadius() {
      return inverse(aa);
    }

    double inverseAngle() {
      return inverse(rr);
    }

    private double inverse(double cofactor) {
      double determinant = rr * aa - ra * ra;
      return determinant > 1e-12 * rr * aa ? cofactor / determinant : Double.POSITIVE_INFINITY;
    }
  }
}
