package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The closed form against counting random points, whose membership is decided by distance and
 * angle. The long run: {@code -Dwaymark.acceptance=true}.
 */
class SectorMonteCarloTest {

  private static final long SEED = 20_261_124;

  private record Pair(Sector a, Sector b) {}

  @Test
  void shouldAgreeWithCountingPoints() {
    for (Pair pair : pairs(100, SEED)) {
      Counted counted = count(pair, 200_000, SEED);
      double psi = OverlapKind.IOU.psi(pair.a, pair.b);
      assertThat(Math.abs(psi - counted.psi))
          .as("%s: %s, counted %s", pair, psi, counted)
          .isLessThanOrEqualTo(Math.max(3 * counted.sigma, 1e-4));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "waymark.acceptance", matches = "true")
  void shouldAgreeWithinTheAcceptedDifference() {
    double worst = worst(pairs(1000, SEED + 1), 1_000_000);
    double worstOfMany = worst(pairs(50, SEED + 2), 10_000_000);
    System.out.printf(
        "Monte Carlo: worst difference %.5f of 1000 pairs with 10^6 points, %.5f of 50 with 10^7%n",
        worst, worstOfMany);
    assertThat(worst).isLessThan(0.003);
    assertThat(worstOfMany).isLessThan(0.001);
  }

  private static double worst(List<Pair> pairs, int points) {
    return pairs.parallelStream()
        .mapToDouble(p -> Math.abs(OverlapKind.IOU.psi(p.a, p.b) - count(p, points, SEED).psi))
        .max()
        .orElseThrow();
  }

  /**
   * Random pairs, of which every tenth is identical, opposite, touching, disjoint or concentric.
   */
  private static List<Pair> pairs(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Sector a = random(random, 0, 0);
      double bearing = random.nextDouble(2 * Math.PI);
      double distance = random.nextDouble(1.2) * 2 * a.radius();
      Sector b = random(random, distance * Math.cos(bearing), distance * Math.sin(bearing));
      pairs.add(
          new Pair(
              a,
              switch (i % 10) {
                case 0 -> special(i / 10 % 5, a, b);
                case 1 -> new Sector(b.east(), b.north(), b.azimuth(), a.radius(), a.opening());
                default -> b;
              }));
    }
    return pairs;
  }

  private static Sector special(int which, Sector a, Sector b) {
    double touching = a.radius() + b.radius();
    double cos = Math.cos(a.azimuth());
    double sin = Math.sin(a.azimuth());
    return switch (which) {
      case 0 -> a;
      case 1 -> new Sector(a.east(), a.north(), a.azimuth() + Math.PI, a.radius(), a.opening());
      case 2 ->
          new Sector(
              touching * cos, touching * sin, a.azimuth() + Math.PI, b.radius(), b.opening());
      case 3 -> new Sector(3 * touching, 0, b.azimuth(), b.radius(), b.opening());
      default -> new Sector(a.east(), a.north(), b.azimuth(), a.radius(), b.opening());
    };
  }

  private static Sector random(SplittableRandom random, double east, double north) {
    double opening =
        switch (random.nextInt(8)) {
          case 0 -> 2 * Math.PI;
          case 1 -> Math.PI;
          case 2 -> Math.PI / 2;
          default -> random.nextDouble(0.05, 2 * Math.PI);
        };
    return new Sector(east, north, random.nextDouble(-10, 10), random.nextDouble(10, 60), opening);
  }

  private record Counted(double psi, double sigma) {}

  /** Points are drawn evenly from the first sector, so that every one counts. */
  private static Counted count(Pair pair, int points, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Sector a = pair.a;
    Sector b = pair.b;
    int both = 0;
    for (int i = 0; i < points; i++) {
      double r = a.radius() * Math.sqrt(random.nextDouble());
      double angle = a.azimuth() + (random.nextDouble() - 0.5) * a.opening();
      double dx = a.east() + r * Math.cos(angle) - b.east();
      double dy = a.north() + r * Math.sin(angle) - b.north();
      if (dx * dx + dy * dy <= b.radius() * b.radius()
          && Math.abs(Math.IEEEremainder(Math.atan2(dy, dx) - b.azimuth(), 2 * Math.PI))
              <= b.opening() / 2) {
        both++;
      }
    }
    double share = (double) both / points;
    double sum = a.area() + b.area();
    double shared = share * a.area();
    double psi = shared / (sum - shared);
    // d psi / d share, times the standard deviation of a binomial share.
    double slope = a.area() * sum / Math.pow(sum - shared, 2);
    return new Counted(psi, slope * Math.sqrt(share * (1 - share) / points));
  }
}
