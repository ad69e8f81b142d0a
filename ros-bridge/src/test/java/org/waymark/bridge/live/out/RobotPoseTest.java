package org.waymark.bridge.live.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;

class RobotPoseTest {

  private static final int SIZE = 6;
  private static final int YAW = 5;
  private static final Pose CAMERA = new Pose(3, 2, 1, 0, 0, 0, 1);
  private static final Pose BASE = new Pose(1, 2, 0, 0, 0, 0, 1);

  @Test
  void shouldCarryTheCamerasCovarianceToTheBase() {
    double[] covariance = of(null).covariance();
    // The base is 2 m behind the camera: what it turns by moves the base sideways.
    assertThat(at(covariance, 1, 1)).isCloseTo(0.5 + 4 * 0.01, within(1e-12));
    assertThat(at(covariance, 1, YAW)).isCloseTo(-2 * 0.01, within(1e-12));
    assertThat(at(covariance, YAW, 1)).isCloseTo(-2 * 0.01, within(1e-12));
    assertThat(at(covariance, 0, 0)).isCloseTo(0.5, within(1e-12));
    assertThat(at(covariance, YAW, YAW)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void shouldLeaveTheBasesCovarianceAsItIs() {
    assertThat(at(of(BASE).covariance(), 1, 1)).isEqualTo(0.5);
    assertThat(at(of(BASE).covariance(), 1, YAW)).isZero();
  }

  private static double at(double[] covariance, int row, int column) {
    return covariance[row * SIZE + column];
  }

  /** Of an outcome whose position is known to 0.7 m and whose yaw to 0.1 rad. */
  private static RobotPose of(@Nullable Pose base) {
    assertThat(RecordCodec.ofOneVersion(Localization.class).schema()).isNotNull();
    List<Double> covariance = new ArrayList<>(Collections.nCopies(SIZE * SIZE, 0.0));
    covariance.set(0, 0.5);
    covariance.set(SIZE + 1, 0.5);
    covariance.set(YAW * SIZE + YAW, 0.01);
    Localization.Builder outcome =
        Localization.newBuilder()
            .setRobot("r")
            .setRun("run")
            .setCamera("camera")
            .setStampNanos(0)
            .setSequence(0)
            .setOutcome(Outcome.LOCALIZED)
            .setCameraPose(Poses.toRecord(CAMERA))
            .setCovariance(covariance)
            .setProvenance(new Provenance("", "", "", "", 0, 0L, null, null))
            .setTimings(new Timings(0L, 0L, 0L, 0L, 0L));
    if (base != null) {
      outcome.setBasePose(Poses.toRecord(base));
    }
    return RobotPose.of(outcome.build(), BASE, OutputConfig.usual(OutputConfig.PRIVATE));
  }
}
