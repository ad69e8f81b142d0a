package org.waymark.indexer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.trajectory.PosePair;
import org.waymark.core.trajectory.Similarity;

class RobustFitTest {

  private static final AlignmentOptions RIGID = new AlignmentOptions(false, 1, 30, 10, 0.25, 7);
  private static final AlignmentOptions SIMILAR = new AlignmentOptions(true, 1, 30, 10, 0.25, 7);

  /** A drive through 60 x 40 m. */
  private static Pose drive(Random random, int i) {
    double angle = i * 0.05;
    return Pose.of(
        new Vector3d(30 * Math.cos(angle), 20 * Math.sin(2 * angle), 0.3 * random.nextGaussian()),
        new Quaterniond().rotateZ(angle).rotateX(0.1 * random.nextGaussian()));
  }

  private static Pose jittered(Random random, Pose pose, double metres, double degrees) {
    Quaterniond turn =
        new Quaterniond()
            .rotateAxis(
                Math.toRadians(degrees) * random.nextGaussian(),
                new Vector3d(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
                    .normalize());
    Vector3d moved =
        pose.position()
            .add(
                metres * random.nextGaussian(),
                metres * random.nextGaussian(),
                metres * random.nextGaussian());
    return Pose.of(moved, turn.mul(pose.orientation()).normalize());
  }

  /** Counterparts under a transform, some metres and degrees off, a share of them of elsewhere. */
  private static List<PosePair> pairs(
      Similarity truth, int count, double wrong, double metres, double degrees) {
    Random random = new Random(3);
    List<PosePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Pose from = drive(random, i);
      Pose shown = i < wrong * count ? drive(random, random.nextInt(10 * count)) : from;
      pairs.add(new PosePair(i, from, jittered(random, truth.apply(shown), metres, degrees)));
    }
    return pairs;
  }

  private static Similarity transform(double scale) {
    return new Similarity(
        scale,
        Pose.of(
            new Vector3d(120, -30, 4), new Quaterniond().rotateZ(2.1).rotateX(0.2).rotateY(-0.1)));
  }

  private static double worst(Similarity a, Similarity b) {
    Random random = new Random(5);
    double worst = 0;
    for (int i = 0; i < 100; i++) {
      Pose pose = drive(random, i);
      worst = Math.max(worst, a.apply(pose).distanceTo(b.apply(pose)));
    }
    return worst;
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0.6, false", "0, true", "0.5, true"})
  void shouldFindARigidTransformAmongWrongPairs(double wrong, boolean noisy) {
    Similarity truth = transform(1);
    FrameFit fit =
        new RobustFit(pairs(truth, 400, wrong, noisy ? 0.3 : 0, noisy ? 8 : 0), true, RIGID).fit();
    assertThat(worst(fit.transform(), truth)).isLessThan(noisy ? 0.3 : 1e-6);
    assertThat(fit.transform().scale()).isEqualTo(1);
    assertThat((double) fit.inliers().size()).isBetween(400 * (1 - wrong) * 0.75, 400.0);
    assertThat(fit.inlierMetres().at(100)).isLessThanOrEqualTo(1);
    assertThat(fit.inlierDegrees().at(100)).isLessThanOrEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2.7})
  void shouldFindASimilarityAmongWrongPairs(double scale) {
    Similarity truth = transform(scale);
    FrameFit fit = new RobustFit(pairs(truth, 400, 0.5, 0.1, 3), true, SIMILAR).fit();
    assertThat(fit.transform().scale()).isCloseTo(scale, within(0.01 * scale));
    assertThat(worst(fit.transform(), truth)).isLessThan(0.3);
  }

  @Test
  void shouldFitPointsWithoutOrientations() {
    Similarity truth = transform(1.5);
    AlignmentOptions options = new AlignmentOptions(true, 0.2, 30, 4, 0.25, 7);
    FrameFit fit = new RobustFit(pairs(truth, 12, 0.25, 0.01, 90), false, options).fit();
    assertThat(fit.inliers()).hasSize(9).startsWith(3);
    assertThat(worst(fit.transform(), truth)).isLessThan(0.3);
  }

  @Test
  void shouldDetermineTheRotationAboutALineByOrientations() {
    Similarity truth = transform(1);
    List<PosePair> line = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Pose from = new Pose(i, 0, 0, 0, 0, 0, 1);
      line.add(new PosePair(i, from, truth.apply(from)));
    }
    assertThat(worst(new RobustFit(line, true, RIGID).fit().transform(), truth)).isLessThan(1e-6);
    assertThatThrownBy(() -> new RobustFit(line, false, RIGID).fit())
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("on a line");
  }

  @Test
  void shouldRefuseMapsThatShowDifferentPlaces() {
    assertThatThrownBy(() -> new RobustFit(pairs(transform(1), 300, 1, 0, 0), true, RIGID).fit())
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no transform found");
  }

  @Test
  void shouldNotTakeChanceForAgreementInASmallRoom() {
    Random random = new Random(9);
    List<PosePair> pairs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Pose from = jittered(random, Pose.IDENTITY, 0.5, 15);
      pairs.add(new PosePair(i, from, jittered(random, Pose.IDENTITY, 0.5, 15)));
    }
    assertThatThrownBy(() -> new RobustFit(pairs, true, RIGID).fit())
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("by chance");
  }

  @Test
  void shouldRefuseTooFewPairs() {
    for (int count : new int[] {0, 1, 2, 9}) {
      assertThatThrownBy(
              () -> new RobustFit(pairs(transform(1), count, 0, 0, 0), false, RIGID).fit())
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("of %d pairs".formatted(count));
    }
  }

  @Test
  void shouldGiveTheSameFitForTheSameSeed() {
    List<PosePair> pairs = pairs(transform(1), 200, 0.5, 0.3, 8);
    assertThat(new RobustFit(pairs, true, RIGID).fit())
        .isEqualTo(new RobustFit(pairs, true, RIGID).fit());
  }
}
