package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Keeps a mixture small: hypotheses that say the same become one, unlikely ones are forgotten. */
final class Mixture {

  /** Squared Mahalanobis length, under the sum of both covariances, below which two are one. */
  private static final double MERGE = 2;

  private static final double LEAST_WEIGHT = 1e-5;

  private Mixture() {}

  /** At most so many, heaviest first; their weights sum to at most what they summed to. */
  static List<Hypothesis> reduced(List<Hypothesis> hypotheses, int most) {
    List<Hypothesis> sorted = new ArrayList<>(hypotheses);
    sorted.sort(Comparator.comparingDouble(Hypothesis::weight).reversed());
    List<Hypothesis> merged = new ArrayList<>();
    for (Hypothesis hypothesis : sorted) {
      if (hypothesis.weight() < LEAST_WEIGHT) {
        break;
      }
      int same = sameAs(hypothesis, merged);
      if (same < 0) {
        merged.add(hypothesis);
      } else {
        merged.set(same, merged(merged.get(same), hypothesis));
      }
    }
    merged.sort(Comparator.comparingDouble(Hypothesis::weight).reversed());
    return List.copyOf(merged.subList(0, Math.min(most, merged.size())));
  }

  private static int sameAs(Hypothesis hypothesis, List<Hypothesis> others) {
    for (int i = 0; i < others.size(); i++) {
      PoseGaussian other = others.get(i).pose();
      double[] error = ErrorState.between(other.mean(), hypothesis.pose().mean());
      Information both = Information.of(other.plus(hypothesis.pose().covariance()).covariance());
      if (both.squaredLength(error) < MERGE) {
        return i;
      }
    }
    return -1;
  }

  /** One Gaussian with the mean and covariance of both; fit for poses that are not far apart. */
  static Hypothesis merged(Hypothesis a, Hypothesis b) {
    double weight = a.weight() + b.weight();
    double share = weight > 0 ? b.weight() / weight : 0.5;
    double[] error = ErrorState.between(a.pose().mean(), b.pose().mean());
    DMatrixRMaj covariance = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    CommonOps_DDRM.add(1 - share, a.pose().covariance(), share, b.pose().covariance(), covariance);
    double[] step = new double[ErrorState.SIZE];
    for (int row = 0; row < ErrorState.SIZE; row++) {
      step[row] = share * error[row];
      for (int column = 0; column < ErrorState.SIZE; column++) {
        covariance.add(row, column, share * (1 - share) * error[row] * error[column]);
      }
    }
    return new Hypothesis(
        new PoseGaussian(ErrorState.apply(a.pose().mean(), step), covariance), Math.min(1, weight));
  }
}
