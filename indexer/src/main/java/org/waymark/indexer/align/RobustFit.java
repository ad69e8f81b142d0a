package org.waymark.indexer.align;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.metric.PoseError;
import org.waymark.core.trajectory.PosePair;
import org.waymark.core.trajectory.Similarity;
import org.waymark.core.trajectory.SymmetricEigen;

/**
 * Finds the transform that most pairs of poses agree with, some of which are wrong (RANSAC:
 * Fischler and Bolles, CACM 1981; scored as MSAC: Torr and Zisserman, CVIU 2000). Each better
 * hypothesis is refined with the pairs near it before the next is drawn (Chum, Matas and Kittler,
 * "Locally Optimized RANSAC", 2003): hypotheses of few pairs are far off where counterparts are
 * only near.
 */
final class RobustFit {

  private static final int DRAWS = 1500;
  private static final int REFINEMENTS = 10;

  /** A first refinement takes in what a hypothesis of noisy pairs misses. */
  private static final double WIDE = 3;

  private static final int SHUFFLES = 20;

  /** So many times more pairs must agree than by chance. */
  private static final double BEYOND_CHANCE = 2;

  private final List<PosePair> pairs;
  private final boolean oriented;
  private final AlignmentOptions options;

  /**
   * @param pairs of a pose in the first frame ({@code estimate}) and its counterpart in the second
   * @param oriented whether orientations correspond too
   */
  RobustFit(List<PosePair> pairs, boolean oriented, AlignmentOptions options) {
    this.pairs = List.copyOf(pairs);
    this.oriented = oriented;
    this.options = options;
  }

  /**
   * @throws WaymarkException when too few pairs agree with any transform, or those that do leave it
   *     open
   */
  FrameFit fit() {
    Candidate best = search();
    List<PoseError> residuals =
        best == null
            ? List.of()
            : pairs.stream()
                .map(p -> PoseError.between(p.truth(), best.transform().apply(p.estimate())))
                .toList();
    List<Integer> inliers = best == null ? List.of() : best.inliers().stream().boxed().toList();
    double chance = best == null ? 0 : chance(best.transform());
    requireEnough(inliers.size(), chance);
    if (best == null) {
      throw new IllegalStateException("no pairs, and yet enough of them");
    }
    requireDetermined(inliers);
    return new FrameFit(best.transform(), oriented, inliers, residuals, chance);
  }

  private record Candidate(Similarity transform, BitSet inliers, double score) {}

  private @Nullable Candidate search() {
    Random random = new Random(options.seed());
    int fewest = oriented ? (options.withScale() ? 2 : 1) : 3;
    Candidate best = null;
    if (pairs.size() < fewest) {
      return null;
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      // More pairs than necessary are less often all right, but nearer to the truth when they are.
      int size = Math.min(pairs.size(), fewest + draw % (4 - fewest));
      Candidate drawn = hypothesis(random.ints(0, pairs.size()).distinct().limit(size).toArray());
      if (drawn != null && (best == null || drawn.score() < best.score())) {
        best = refined(drawn);
      }
    }
    return best;
  }

  private @Nullable Candidate hypothesis(int[] sample) {
    return fitted(IntStream.of(sample).mapToObj(pairs::get).toList());
  }

  private @Nullable Candidate fitted(List<PosePair> sample) {
    try {
      return scored(
          Similarity.aligning(sample, options.withScale(), oriented ? options.armMetres() : 0), 1);
    } catch (IllegalArgumentException e) {
      // These positions do not tell a scale.
      return null;
    }
  }

  private Candidate refined(Candidate drawn) {
    Candidate best = drawn;
    Candidate from = scored(drawn.transform(), WIDE);
    for (int i = 0; i < REFINEMENTS && !from.inliers().isEmpty(); i++) {
      Candidate next = fitted(from.inliers().stream().mapToObj(pairs::get).toList());
      if (next == null || (i > 0 && next.score() >= best.score())) {
        break;
      }
      best = next.score() < best.score() ? next : best;
      from = next;
    }
    return best;
  }

  /**
   * @param tolerance factor of the distance and the angle within which pairs agree
   */
  private Candidate scored(Similarity transform, double tolerance) {
    BitSet inliers = new BitSet(pairs.size());
    double score = 0;
    for (int i = 0; i < pairs.size(); i++) {
      double cost = cost(transform, pairs.get(i), tolerance);
      score += Math.min(1, cost);
      inliers.set(i, cost <= 1);
    }
    return new Candidate(transform, inliers, score);
  }

  /**
   * Square of the distance relative to its limit, and infinite when the angle is beyond its own.
   */
  private double cost(Similarity transform, PosePair pair, double tolerance) {
    Vector3d moved = transform.rigid().transform(pair.estimate().position().mul(transform.scale()));
    double metres = moved.distance(pair.truth().position()) / (tolerance * options.inlierMetres());
    if (metres <= 1
        && oriented
        && Math.toDegrees(transform.apply(pair.estimate()).angleTo(pair.truth()))
            > tolerance * options.inlierDegrees()) {
      return Double.POSITIVE_INFINITY;
    }
    return metres * metres;
  }

  private double chance(Similarity transform) {
    Random random = new Random(options.seed());
    List<Integer> order = new ArrayList<>(IntStream.range(0, pairs.size()).boxed().toList());
    long agreeing = 0;
    for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      Collections.shuffle(order, random);
      for (int i = 0; i < pairs.size(); i++) {
        PosePair other = new PosePair(0, pairs.get(i).estimate(), pairs.get(order.get(i)).truth());
        agreeing += cost(transform, other, 1) <= 1 ? 1 : 0;
      }
    }
    return agreeing / (double) SHUFFLES;
  }

  private void requireEnough(int inliers, double chance) {
    int needed = Math.max(options.minInliers(), (int) Math.ceil(options.minShare() * pairs.size()));
    String limits =
        oriented
            ? "%s m and %s deg".formatted(options.inlierMetres(), options.inlierDegrees())
            : "%s m".formatted(options.inlierMetres());
    if (inliers < needed) {
      throw new WaymarkException(
          "no transform found: at most %d of %d pairs agree within %s, and %d must; do the two show the same places?"
              .formatted(inliers, pairs.size(), limits, needed));
    }
    // Few surveyed points are checked by hand, and shuffling three of them says nothing.
    if (oriented && inliers < BEYOND_CHANCE * chance) {
      throw new WaymarkException(
          "no transform found: %d of %d pairs agree within %s, but %.0f would by chance; the two seem to show different places, or give tighter limits"
              .formatted(inliers, pairs.size(), limits, chance));
    }
  }

  /** Positions on one line leave the rotation about it open. */
  private void requireDetermined(List<Integer> inliers) {
    if (oriented) {
      return;
    }
    double[][] covariance = new double[3][3];
    Vector3d mean = new Vector3d();
    inliers.forEach(i -> mean.add(pairs.get(i).estimate().position()));
    mean.div(inliers.size());
    for (int i : inliers) {
      Vector3d p = pairs.get(i).estimate().position().sub(mean);
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
          covariance[row][column] += p.get(row) * p.get(column) / inliers.size();
        }
      }
    }
    double[] spreads =
        IntStream.range(0, 3)
            .mapToDouble(i -> Math.sqrt(Math.max(0, SymmetricEigen.of(covariance).values()[i])))
            .sorted()
            .toArray();
    if (!(spreads[1] > options.inlierMetres() / 2)) {
      throw new WaymarkException(
          "the %d points that agree lie on a line to within %.2g m, which leaves the rotation about it open; add points beside it"
              .formatted(inliers.size(), spreads[1]));
    }
  }
}
