package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What a frame's sightings make of hypotheses. Each hypothesis takes all sightings at once,
 * weighted by how well both agree, as in probabilistic data association (Bar-Shalom and Tse, 1975);
 * the rest of its evidence is that the sightings are of other places.
 *
 * <p>The errors of neighbouring frames are nearly the same: a robot beside the mapped way sees
 * every place from beside it. So a frame counts as the share {@code newness} of one: its likelihood
 * is raised to that power, and as much of what was known fades. However many frames come, their
 * information never exceeds that of one.
 */
final class Correction {

  /** Sightings with less than this share start no hypothesis of their own. */
  private static final double LEAST_BIRTH = 0.02;

  private static final int MAX_BIRTHS = 6;

  /** Squared Mahalanobis length below which sightings belong to one new hypothesis. */
  private static final double BIRTH_GATE = 9;

  /** Even at its mean it is ten times less likely to be there than where the map is. */
  private static final double LOG_VAGUE = Math.log(10);

  /** A frame that is new by less than this changes nothing. */
  private static final double LEAST_NEWNESS = 1e-6;

  private final List<Sighting> sightings;
  private final double[] weights;
  private final double outlier;
  private final DMatrixRMaj sightingCovariance;
  private final double logUniform;

  /** As sightings have it, for the choice between answers. */
  private final DMatrixRMaj answerCovariance;

  private final double logUniformAnswers;

  Correction(Calibration calibration, boolean planar, List<Sighting> sightings) {
    RetrievalModel model = calibration.retrieval();
    this.sightings = sightings;
    this.weights = sightings.isEmpty() ? new double[0] : model.weights(sightings);
    this.outlier = model.outlier(sightings);
    this.sightingCovariance = model.covariance(planar);
    this.logUniform = logUniform(sightingCovariance, model.distinctPlaces());
    // A map alone does not show how far off its places are; its errors are taken as large already.
    this.answerCovariance =
        calibration.fitted() ? model.answerCovariance(planar) : sightingCovariance;
    this.logUniformAnswers =
        calibration.fitted() ? logUniform(answerCovariance, model.distinctAnswers()) : logUniform;
  }

  /** Even over the map, for places of this size. */
  private static double logUniform(DMatrixRMaj covariance, double distinct) {
    DMatrixRMaj twice = covariance.copy();
    CommonOps_DDRM.scale(2, twice);
    return Information.of(twice).logPeak() - Math.log(distinct);
  }

  /**
   * Whether a hypothesis has spread so wide that it says far less than that the camera is anywhere
   * in the map.
   */
  boolean vague(PoseGaussian pose) {
    return Information.of(pose.plus(sightingCovariance).covariance()).logPeak()
        < logUniform - LOG_VAGUE;
  }

  /**
   * What a frame makes of one hypothesis. The pose is corrected by the density of each sighting;
   * the evidence is taken at the size of an answer, see {@link RetrievalModel#answerCovariance}.
   *
   * @param logEvidence how much likelier the frame is where the hypothesis says than anywhere else,
   *     as a logarithm
   */
  record Corrected(PoseGaussian pose, double logEvidence) {}

  /**
   * @param newness 0 to 1, by how much of a frame the pose is corrected
   */
  Corrected apply(PoseGaussian before, double newness) {
    if (sightings.isEmpty()) {
      return new Corrected(before, 0);
    }
    Information information = Information.of(before.plus(sightingCovariance).covariance());
    double[][] errors = new double[sightings.size()][];
    double[] share = new double[sightings.size()];
    double total = 0;
    for (int i = 0; i < share.length; i++) {
      errors[i] = ErrorState.between(before.mean(), sightings.get(i).pose());
      share[i] =
          (1 - outlier) * weights[i] * Math.exp(information.logDensity(errors[i]) - logUniform);
      total += share[i];
    }
    double evidence = total + outlier;
    double answers = outlier;
    Information wide = Information.of(before.plus(answerCovariance).covariance());
    for (int i = 0; i < share.length; i++) {
      answers +=
          (1 - outlier) * weights[i] * Math.exp(wide.logDensity(errors[i]) - logUniformAnswers);
    }
    for (int i = 0; i < share.length; i++) {
      share[i] /= evidence;
    }
    PoseGaussian after =
        newness < LEAST_NEWNESS
            ? before
            : corrected(before, errors, share, total / evidence, newness);
    return new Corrected(after, Math.log(answers));
  }

  private PoseGaussian corrected(
      PoseGaussian before, double[][] errors, double[] share, double near, double newness) {
    double[] mean = new double[ErrorState.SIZE];
    for (int i = 0; i < share.length; i++) {
      for (int a = 0; a < mean.length; a++) {
        mean[a] += share[i] * errors[i][a];
      }
    }
    DMatrixRMaj spread = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    for (int i = 0; i < share.length; i++) {
      addOuter(spread, share[i], errors[i]);
    }
    addOuter(spread, -1, mean);
    PoseGaussian faded = before.scaled(1 + near * newness / Math.max(1 - newness, 0.05));
    DMatrixRMaj sum = sightingCovariance.copy();
    CommonOps_DDRM.scale(1 / newness, sum);
    CommonOps_DDRM.addEquals(sum, faded.covariance());
    DMatrixRMaj gain = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    CommonOps_DDRM.mult(faded.covariance(), Information.of(sum).inverse(), gain);
    DMatrixRMaj known = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    CommonOps_DDRM.mult(-near, gain, faded.covariance(), known);
    CommonOps_DDRM.addEquals(known, faded.covariance());
    CommonOps_DDRM.addEquals(known, PoseGaussian.sandwich(gain, spread));
    return new PoseGaussian(
        ErrorState.apply(before.mean(), times(gain, mean)), PoseGaussian.symmetric(known));
  }

  /**
   * New hypotheses from where the sightings lie.
   *
   * @param weight of all of them together, when no sighting is an outlier
   */
  List<Hypothesis> births(double weight) {
    List<Hypothesis> born = new ArrayList<>();
    double[] left = weights.clone();
    Information gate = Information.of(sightingCovariance);
    while (born.size() < MAX_BIRTHS) {
      int best = heaviest(left);
      if (best < 0 || left[best] <= 0 || Arrays.stream(left).sum() < LEAST_BIRTH) {
        break;
      }
      born.add(birth(best, left, gate, weight * (1 - outlier)));
    }
    return born;
  }

  private static int heaviest(double[] values) {
    int best = values.length - 1;
    for (int i = best; i >= 0; i--) {
      best = values[i] >= values[best] ? i : best;
    }
    return best;
  }

  /** The sightings about one of them as one Gaussian; they are taken out of {@code left}. */
  private Hypothesis birth(int centre, double[] left, Information gate, double weight) {
    double[] mean = new double[ErrorState.SIZE];
    DMatrixRMaj second = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    double total = 0;
    for (int i = 0; i < left.length; i++) {
      double[] error = ErrorState.between(sightings.get(centre).pose(), sightings.get(i).pose());
      if (left[i] > 0 && gate.squaredLength(error) <= 2 * BIRTH_GATE) {
        for (int a = 0; a < mean.length; a++) {
          mean[a] += left[i] * error[a];
        }
        addOuter(second, left[i], error);
        total += left[i];
        left[i] = 0;
      }
    }
    for (int a = 0; a < mean.length; a++) {
      mean[a] /= total;
    }
    CommonOps_DDRM.divide(second, total);
    addOuter(second, -1, mean);
    CommonOps_DDRM.addEquals(second, sightingCovariance);
    return new Hypothesis(
        new PoseGaussian(
            ErrorState.apply(sightings.get(centre).pose(), mean), PoseGaussian.symmetric(second)),
        weight * total);
  }

  private static void addOuter(DMatrixRMaj sum, double factor, double[] v) {
    for (int row = 0; row < v.length; row++) {
      for (int column = 0; column < v.length; column++) {
        sum.add(row, column, factor * v[row] * v[column]);
      }
    }
  }

  private static double[] times(DMatrixRMaj matrix, double[] v) {
    double[] result = new double[matrix.numRows];
    for (int row = 0; row < result.length; row++) {
      for (int column = 0; column < v.length; column++) {
        result[row] += matrix.get(row, column) * v[column];
      }
    }
    return result;
  }
}
