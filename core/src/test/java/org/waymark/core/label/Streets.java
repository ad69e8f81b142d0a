package org.waymark.core.label;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Made-up drives along the streets of a square grid, 100 m apart, a picture every few metres. */
final class Streets {

  private static final double BLOCK_METRES = 100;

  private Streets() {}

  /** The views of {@code count} pictures within a square of the given side. */
  static GroundViews drive(
      int count, double sideMetres, double radius, double openingDegrees, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int streets = (int) (sideMetres / BLOCK_METRES) + 1;
    List<Sector> sectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double along = random.nextDouble(sideMetres);
      double across = random.nextInt(streets) * BLOCK_METRES + random.nextGaussian() * 3;
      boolean northwards = random.nextBoolean();
      double heading =
          (northwards ? 0 : 90) + (random.nextBoolean() ? 180 : 0) + random.nextGaussian() * 8;
      sectors.add(
          Sector.ofCompass(
              500_000 + (northwards ? across : along),
              4_600_000 + (northwards ? along : across),
              heading,
              radius,
              openingDegrees));
    }
    return new GroundViews(sectors);
  }
}
