package org.waymark.trainer.pair;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.waymark.core.label.LabelRow;

/** A range of similarity from which a pair is drawn. */
enum Stratum {
  /** psi of 0.5 and more. */
  POSITIVE,
  /** Less, but some. */
  SOFT,
  /** None. */
  NONE,
  /** Less than 0.5, none included. */
  NEGATIVE;

  /** Tries at drawing a place without labels before all of them are listed. */
  private static final int TRIES = 64;

  /** The ranges that pairs are drawn from, each with its share, as in the GCL reference. */
  static SequencedMap<Stratum, Double> shares(Objective objective) {
    SequencedMap<Stratum, Double> shares = new LinkedHashMap<>();
    shares.put(POSITIVE, 0.5);
    switch (objective) {
      case GCL -> {
        shares.put(SOFT, 0.25);
        shares.put(NONE, 0.25);
      }
      case CL -> shares.put(NEGATIVE, 0.5);
    }
    return shares;
  }

  /** Which range to draw from, by its share. */
  static Stratum drawn(Objective objective, Random random) {
    SequencedMap<Stratum, Double> shares = shares(objective);
    double rest = random.nextDouble();
    for (Map.Entry<Stratum, Double> entry : shares.entrySet()) {
      rest -= entry.getValue();
      if (rest < 0) {
        return entry.getKey();
      }
    }
    return shares.lastEntry().getKey();
  }

  boolean holds(float psi) {
    return switch (this) {
      case POSITIVE -> psi >= Objective.POSITIVE_FROM;
      case SOFT -> psi > 0 && psi < Objective.POSITIVE_FROM;
      case NONE -> psi == 0;
      case NEGATIVE -> psi < Objective.POSITIVE_FROM;
    };
  }

  /**
   * A place of this range, all with equal chances.
   *
   * @param allowed which places may be drawn
   * @return -1 when there is none
   */
  int place(LabelRow row, IntPredicate allowed, Random random) {
    if (this == POSITIVE || this == SOFT) {
      int[] found =
          IntStream.range(0, row.size())
              .filter(entry -> holds(row.psi(entry)))
              .map(row::place)
              .filter(allowed)
              .toArray();
      return found.length == 0 ? -1 : found[random.nextInt(found.length)];
    }
    // Nearly all places of a large map are alike to nothing: listing them for each draw is slow.
    IntPredicate fits = place -> holds(row.get(place)) && allowed.test(place);
    for (int i = 0; i < TRIES && row.places() > 0; i++) {
      int place = random.nextInt(row.places());
      if (fits.test(place)) {
        return place;
      }
    }
    int[] found = IntStream.range(0, row.places()).filter(fits).toArray();
    return found.length == 0 ? -1 : found[random.nextInt(found.length)];
  }
}
