package org.waymark.core.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.PoseError;

class TrajectoryTest {

  private static final double QUARTER_TURN = Math.sqrt(0.5);

  @TempDir Path directory;

  @Test
  void shouldKeepEveryDigitThroughATumFile() {
    Path file = directory.resolve("est.tum");
    Trajectory written =
        new Trajectory(
            List.of(
                new StampedPose(1_563_000_000_123_456_789L, new Pose(0.1, -2.5e-7, 3, 0, 0, 0, 1)),
                new StampedPose(33_333_333L, new Pose(1, 2, 3, 0, 0, QUARTER_TURN, QUARTER_TURN))));
    TumFile.write(file, written);
    assertThat(TumFile.read(file)).isEqualTo(written);
    assertThat(written.poses().getFirst().stampNanos()).isEqualTo(33_333_333L);
  }

  @Test
  void shouldNameTheLineThatIsNoPose() throws IOException {
    Path file = directory.resolve("est.tum");
    refuse(file, "# only words\n", "holds no pose");
    refuse(file, "1 2 3\n", "est.tum:1: 3 values");
    refuse(file, "1 0 0 0 0 0 0 1\n2 0 0 0 0 0 0 2\n", "est.tum:2", "norm 2.0");
    refuse(file, "1 0 x 0 0 0 0 1\n", "est.tum:1", "\"x\"");
    refuse(file, "1e400 0 0 0 0 0 0 1\n", "est.tum:1", "a stamp of");
    refuse(file, "1 0 NaN 0 0 0 0 1\n", "est.tum:1", "not finite");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> TumFile.read(file)).hasMessageContaining("not text");
  }

  private static void refuse(Path file, String text, String... parts) throws IOException {
    Files.writeString(file, text);
    var thrown = assertThatThrownBy(() -> TumFile.read(file)).isInstanceOf(WaymarkException.class);
    for (String part : parts) {
      thrown.hasMessageContaining(part);
    }
  }

  @Test
  void shouldMatchEachTruePoseOnceAndOnlyWithinTheTolerance() {
    Trajectory truth = at(0, 100, 200, 300);
    List<PosePair> pairs = PosePair.match(at(-5, 3, 104, 155, 260), truth, 45);
    // -5 and 3 both want 0, and 3 is nearer; 155 is as far from 200 as the tolerance.
    assertThat(pairs).extracting(PosePair::stampNanos).containsExactly(3L, 104L, 155L, 260L);
    assertThat(pairs).extracting(p -> p.truth().x()).containsExactly(0.0, 100.0, 200.0, 300.0);
    assertThat(PosePair.match(at(50), truth, 45)).isEmpty();
    assertThat(PosePair.match(at(50), new Trajectory(List.of()), 45)).isEmpty();
  }

  private static Trajectory at(long... stamps) {
    return new Trajectory(
        IntStream.range(0, stamps.length)
            .mapToObj(i -> new StampedPose(stamps[i], new Pose(stamps[i], 0, 0, 0, 0, 0, 1)))
            .toList());
  }

  @Test
  void shouldUndoAMoveOfTheFrame() {
    Pose frame = new Pose(4, 5, 6, 0, 0, QUARTER_TURN, QUARTER_TURN);
    List<Pose> truth = List.of(at(0, 0, 0), at(1, 0, 0), at(1, 2, 0), at(1, 2, 3), at(0, 2, 3));
    List<PosePair> pairs = truth.stream().map(p -> new PosePair(0, frame.compose(p), p)).toList();
    AbsoluteTrajectoryError plain = AbsoluteTrajectoryError.of(pairs, Alignment.NONE);
    AbsoluteTrajectoryError aligned = AbsoluteTrajectoryError.of(pairs, Alignment.SE3);
    assertThat(plain.rootMeanSquare()).isGreaterThan(5);
    assertThat(aligned.rootMeanSquare()).isCloseTo(0, within(1e-12));
    assertThat(aligned.errors().get(2).degrees()).isCloseTo(0, within(1e-9));
    assertThat(RelativePoseError.of(pairs, 1).rootMeanSquareMetres()).isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldNotMirrorWhatIsMirrored() {
    // A reflection would bring the error to zero, but no rigid motion does.
    List<PosePair> pairs =
        List.of(
            new PosePair(0, at(1, 0, 0), at(1, 0, 0)),
            new PosePair(1, at(0, 1, 0), at(0, 1, 0)),
            new PosePair(2, at(0, 0, 1), at(0, 0, -1)),
            new PosePair(3, at(0, 0, 0), at(0, 0, 0)));
    AbsoluteTrajectoryError aligned = AbsoluteTrajectoryError.of(pairs, Alignment.SIM3);
    assertThat(aligned.rootMeanSquare()).isGreaterThan(0.2);
  }

  @Test
  void shouldMeasureAJumpOnceRelativelyAndForeverAbsolutely() {
    List<PosePair> pairs =
        IntStream.range(0, 10)
            .mapToObj(i -> new PosePair(i, at(i + (i >= 5 ? 2 : 0), 0, 0), at(i, 0, 0)))
            .toList();
    assertThat(RelativePoseError.of(pairs, 1).errors())
        .extracting(PoseError::metres)
        .filteredOn(m -> m > 1e-9)
        .containsExactly(2.0);
    assertThat(AbsoluteTrajectoryError.of(pairs, Alignment.NONE).errors())
        .extracting(PoseError::metres)
        .filteredOn(m -> m > 1e-9)
        .hasSize(5);
    assertThat(RelativePoseError.of(pairs, 20).rootMeanSquareMetres()).isNaN();
  }

  @Test
  void shouldSayWhenNothingCanBeAligned() {
    assertThatThrownBy(() -> AbsoluteTrajectoryError.of(List.of(), Alignment.SE3))
        .hasMessageContaining("nothing to align");
    assertThatThrownBy(
            () ->
                AbsoluteTrajectoryError.of(
                    List.of(
                        new PosePair(0, at(1, 1, 1), at(0, 0, 0)),
                        new PosePair(1, at(1, 1, 1), at(1, 0, 0))),
                    Alignment.SIM3))
        .hasMessageContaining("no scale");
  }

  private static Pose at(double x, double y, double z) {
    return new Pose(x, y, z, 0, 0, 0, 1);
  }
}
