package org.waymark.core.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.ConfidenceCalibration;
import org.waymark.core.metric.DistanceRows;
import org.waymark.core.metric.GroundTruth;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseError;
import org.waymark.core.metric.PrecisionRecallCurve;
import org.waymark.core.metric.Ranking;
import org.waymark.core.metric.RecallConvention;
import org.waymark.core.metric.RetrievalScores;
import org.waymark.core.metric.SkipRule;
import org.waymark.core.trajectory.AbsoluteTrajectoryError;
import org.waymark.core.trajectory.Alignment;
import org.waymark.core.trajectory.PosePair;
import org.waymark.core.trajectory.RelativePoseError;

/** Every measure equals what NumPy and scikit-learn make of the same numbers. */
@Tag("peer")
class MetricsPeerTest {

  private static final double EXACT = 1e-9;
  private static final List<Integer> KS = List.of(1, 2, 5, 10, 25);

  @TempDir Path directory;

  /** Levels: how many values distances can take; few make many ties. */
  @ParameterizedTest
  @ValueSource(ints = {4, 100, 1 << 20})
  void shouldEqualScikitLearnOnRetrieval(int levels) throws Exception {
    Random random = new Random(levels);
    int queries = 60;
    int places = 200;
    float[][] distances = new float[queries][places];
    boolean[][] positive = new boolean[queries][places];
    for (int q = 0; q < queries; q++) {
      for (int p = 0; p < places; p++) {
        // Every fifth query has no positive.
        positive[q][p] = q % 5 != 0 && random.nextInt(40) == 0;
        distances[q][p] = random.nextInt(levels) / (float) levels * 2 * (positive[q][p] ? 0.8f : 1);
      }
    }
    writeDistances(distances, positive);
    writePoses(pairs(random, 5));
    writeConfidence(new double[] {1}, new boolean[] {true});
    Map<String, double[]> expected = Python.run("numpy, sklearn", "metrics_peer.py", directory);

    DistanceRows rows = DistanceRows.of(distances);
    GroundTruth truth = GroundTruth.of(queries, places, (q, p) -> positive[q][p]);
    BitSet all = new BitSet();
    all.set(0, queries);
    PrecisionRecallCurve curve = PrecisionRecallCurve.of(rows, truth, all, SkipRule.NONE);
    equal(expected, "ap", curve.averagePrecision());
    equal(
        expected,
        "pr_distance",
        IntStream.range(0, curve.distance().length)
            .mapToDouble(i -> curve.distance()[i])
            .toArray());
    equal(expected, "pr_precision", curve.precision());
    equal(expected, "pr_recall", curve.recall());
    List<int[]> ranked = Ranking.nearest(rows, 25, SkipRule.NONE);
    equal(
        expected, "ranked", ranked.stream().flatMapToInt(IntStream::of).asDoubleStream().toArray());
    RetrievalScores scores = RetrievalScores.of(ranked, truth, all, KS);
    for (int k : KS) {
      equal(expected, "recall_all@" + k, at(k, scores.recall(RecallConvention.ALL_QUERIES)));
      equal(
          expected,
          "recall_positive@" + k,
          at(k, scores.recall(RecallConvention.QUERIES_WITH_POSITIVE)));
      equal(expected, "map@" + k, at(k, scores.meanAveragePrecision()));
    }
  }

  private static double at(int k, Map<Integer, Double> byRank) {
    return Objects.requireNonNull(byRank.get(k));
  }

  @Test
  void shouldEqualNumpyOnTrajectoriesAndConfidence() throws Exception {
    Random random = new Random(5);
    List<PosePair> pairs = pairs(random, 300);
    double[] confidence =
        IntStream.range(0, 500).mapToDouble(i -> random.nextInt(41) / 40.0).toArray();
    boolean[] right = new boolean[confidence.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = random.nextDouble() < confidence[i] * 0.8;
    }
    writeDistances(new float[][] {{1}}, new boolean[][] {{true}});
    writePoses(pairs);
    writeConfidence(confidence, right);
    Map<String, double[]> expected = Python.run("numpy, sklearn", "metrics_peer.py", directory);

    for (Alignment alignment : Alignment.values()) {
      AbsoluteTrajectoryError error = AbsoluteTrajectoryError.of(pairs, alignment);
      String name = alignment.name().toLowerCase(java.util.Locale.ROOT);
      equal(
          expected,
          "ate_" + name,
          error.rootMeanSquare(),
          error.mean(),
          error.metres().median(),
          error.alignment().scale());
      equal(
          expected,
          "ate_angle_" + name,
          error.errors().stream().mapToDouble(PoseError::degrees).toArray());
    }
    for (int delta : new int[] {1, 7}) {
      RelativePoseError error = RelativePoseError.of(pairs, delta);
      equal(expected, "rpe_" + delta, error.rootMeanSquareMetres(), error.rootMeanSquareDegrees());
    }
    equal(expected, "ece", ConfidenceCalibration.of(confidence, right, 10).expectedError());
    Percentiles percentiles = new Percentiles(confidence);
    equal(
        expected,
        "percentiles",
        percentiles.at(0),
        percentiles.at(12.5),
        percentiles.at(50),
        percentiles.at(90),
        percentiles.at(100));
  }

  private static void equal(Map<String, double[]> expected, String name, double... actual) {
    assertThat(actual).as(name).containsExactly(expected.get(name), within(EXACT));
  }

  /** A noisy walk, seen in another frame and at another scale. */
  private static List<PosePair> pairs(Random random, int count) {
    Pose frame = Pose.of(new Vector3d(3, -7, 1), turn(random, 2));
    List<PosePair> pairs = new ArrayList<>();
    Pose truth = Pose.IDENTITY;
    for (int i = 0; i < count; i++) {
      truth = truth.compose(Pose.of(noise(random, 0.3).add(0.5, 0, 0), turn(random, 0.2)));
      Pose noisy = truth.compose(Pose.of(noise(random, 0.1), turn(random, 0.05)));
      Pose scaled =
          new Pose(
              noisy.x() * 1.7,
              noisy.y() * 1.7,
              noisy.z() * 1.7,
              noisy.qx(),
              noisy.qy(),
              noisy.qz(),
              noisy.qw());
      pairs.add(new PosePair(i, frame.compose(scaled), truth));
    }
    return pairs;
  }

  private static Vector3d noise(Random random, double size) {
    return new Vector3d(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
        .mul(size);
  }

  private static Quaterniond turn(Random random, double size) {
    Vector3d v = noise(random, size);
    return new Quaterniond().rotationXYZ(v.x, v.y, v.z).normalize();
  }

  private void writeDistances(float[][] distances, boolean[][] positive) throws IOException {
    int places = distances[0].length;
    Files.writeString(directory.resolve("shape.txt"), distances.length + " " + places);
    byte[] floats = new byte[4 * distances.length * places];
    byte[] labels = new byte[distances.length * places];
    ByteBuffer buffer = littleEndian(floats);
    for (int q = 0; q < distances.length; q++) {
      for (int p = 0; p < places; p++) {
        buffer.putFloat(distances[q][p]);
        labels[q * places + p] = (byte) (positive[q][p] ? 1 : 0);
      }
    }
    Files.write(directory.resolve("distances.f32"), floats);
    Files.write(directory.resolve("positive.u8"), labels);
  }

  private void writePoses(List<PosePair> pairs) throws IOException {
    writeDoubles(
        "estimate.f64", pairs.stream().flatMapToDouble(p -> numbers(p.estimate())).toArray());
    writeDoubles("truth.f64", pairs.stream().flatMapToDouble(p -> numbers(p.truth())).toArray());
  }

  private static DoubleStream numbers(Pose p) {
    return DoubleStream.of(p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
  }

  private void writeConfidence(double[] confidence, boolean[] right) throws IOException {
    writeDoubles("confidence.f64", confidence);
    byte[] labels = new byte[right.length];
    for (int i = 0; i < right.length; i++) {
      labels[i] = (byte) (right[i] ? 1 : 0);
    }
    Files.write(directory.resolve("right.u8"), labels);
  }

  private void writeDoubles(String name, double[] values) throws IOException {
    byte[] bytes = new byte[8 * values.length];
    littleEndian(bytes).asDoubleBuffer().put(values);
    Files.write(directory.resolve(name), bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
