package org.waymark.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.PoseWithCovariance;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.Poses;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.streams.tracking.Calibration;
import org.waymark.streams.tracking.RetrievalModel;
import org.waymark.streams.tracking.TrackerSettings;

/** Frames, odometry and beliefs on their way through the tracker. */
class TrackingLocalizerTest {

  private static final Calibration CALIBRATION =
      new Calibration(
          new RetrievalModel(0.02, 0.02, 0.2, 0.1, 0.05, 1.5, 0.05, 8, 4),
          1,
          Calibration.Confidence.IDENTITY,
          true);
  private static final FrameKey SOURCE = new FrameKey("waymark.frames", 0, 7);

  /** One metre over the floor, looking along y. */
  private static final Pose MOUNTING = new Pose(0.2, 0, 1, 0, 0, Math.sqrt(0.5), Math.sqrt(0.5));

  @TempDir static Path directory;
  private static TestWorld world;
  private static FrameLocalizer localizer;

  @BeforeAll
  static void createWorld() throws IOException {
    world = TestWorld.create(directory.resolve("far"), 2);
    localizer =
        FrameLocalizers.tracking(
            world.map, world.extractor.model().id(), CALIBRATION, TrackerSettings.DEFAULT);
  }

  @AfterAll
  static void closeWorld() {
    world.close();
  }

  private static DescribedFrame described(CameraFrame frame) throws ImageRejectedException {
    byte[] image = new byte[frame.getImage().remaining()];
    frame.getImage().duplicate().get(image);
    return new DescribedFrame.Described(
        frame,
        world.extractor.describe(ImageData.compressed("jpeg", image)),
        new DescribedFrame.Work(1, 0, 0));
  }

  private static CameraFrame frame(long sequence, int place) {
    return TestWorld.frame("robot", "run", sequence, place)
        .setStampNanos(sequence * 100_000_000)
        .setBaseToCamera(Poses.toRecord(MOUNTING))
        .setOdometry(Poses.toRecord(Odometry.ofPose(new Pose(0, 0, 0, 0, 0, 0, 1))))
        .build();
  }

  private static FrameLocalizer.Answer answer(CameraFrame frame, Optional<byte[]> belief)
      throws ImageRejectedException {
    return localizer.localize(described(frame), SOURCE, 5, belief);
  }

  @Test
  void shouldGivePoseCovarianceAndConfidence() throws ImageRejectedException {
    Localization outcome = answer(frame(0, 3), Optional.empty()).outcome();
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.LOCALIZED);
    assertThat(outcome.getCameraPose().getX()).isCloseTo(6, within(0.1));
    assertThat(outcome.getConfidence()).isGreaterThan(0.7);
    assertThat(outcome.getCandidates()).hasSize(TestWorld.PLACES);
    Pose base = Poses.fromRecord(outcome.getBasePose());
    assertThat(base.compose(MOUNTING).distanceTo(Poses.fromRecord(outcome.getCameraPose())))
        .isLessThan(1e-9);
    List<Double> covariance = outcome.getCovariance();
    assertThat(covariance).hasSize(36);
    // The base is an arm away from the camera: turning moves it.
    assertThat(covariance.get(0) + covariance.get(7) + covariance.get(14))
        .isGreaterThan(3 * 0.2 * 0.2 + 0.5 * 0.1 * 0.1);
  }

  @Test
  void shouldGiveBackTheBeliefThatItStartedFromAndTheSameAnswerAgain()
      throws ImageRejectedException {
    FrameLocalizer.Answer first = answer(frame(0, 3), Optional.empty());
    assertThat(first.outcome().getProvenance().getBelief()).isNull();
    FrameLocalizer.Answer second = answer(frame(1, 3), first.belief());
    byte[] started = new byte[second.outcome().getProvenance().getBelief().remaining()];
    second.outcome().getProvenance().getBelief().duplicate().get(started);
    assertThat(started).isEqualTo(first.belief().orElseThrow());
    FrameLocalizer.Answer again = answer(frame(1, 3), Optional.of(started));
    assertThat(again.outcome().getBasePose()).isEqualTo(second.outcome().getBasePose());
    assertThat(again.outcome().getCovariance()).isEqualTo(second.outcome().getCovariance());
    assertThat(again.belief().orElseThrow()).isEqualTo(second.belief().orElseThrow());
  }

  @Test
  void shouldLookAnewWhenABeliefCannotBeRead() throws ImageRejectedException {
    FrameLocalizer.Answer answer = answer(frame(0, 3), Optional.of(new byte[] {77, 1, 2}));
    assertThat(answer.outcome().getOutcome()).isEqualTo(Outcome.LOCALIZED);
    assertThat(answer.outcome().getProvenance().getBelief()).isNull();
  }

  @Test
  void shouldLeaveTheBeliefWhereAFrameCannotBeUsed() throws ImageRejectedException {
    FrameLocalizer.Answer answer =
        localizer.localize(
            new DescribedFrame.Rejected(
                frame(1, 3), "no picture", new DescribedFrame.Work(1, 0, 0)),
            SOURCE,
            5,
            answer(frame(0, 3), Optional.empty()).belief());
    assertThat(answer.outcome().getOutcome()).isEqualTo(Outcome.REJECTED);
    assertThat(answer.belief()).isEmpty();
  }

  @Test
  void shouldTakeAPriorOfTheBase() throws ImageRejectedException {
    List<Double> covariance = new java.util.ArrayList<>(Collections.nCopies(36, 0.0));
    for (int axis = 0; axis < 6; axis++) {
      covariance.set(7 * axis, 0.01);
    }
    Pose said = new Pose(10, 1, 0, 0, 0, 0, 1);
    CameraFrame frame = frame(0, 3);
    frame.setPrior(new PoseWithCovariance("base_link", Poses.toRecord(said), covariance));
    Localization outcome = answer(frame, Optional.empty()).outcome();
    assertThat(Poses.fromRecord(outcome.getBasePose()).distanceTo(said)).isLessThan(1e-6);
    // Next to what was said stands the little that the tracker always leaves open.
    assertThat(outcome.getCovariance().get(0)).isBetween(0.01, 0.0103);
  }

  @Test
  void shouldNotFailOnNumbersThatAreNoPose() throws ImageRejectedException {
    CameraFrame frame = frame(0, 3);
    frame.setOdometry(
        new PoseWithCovariance(
            "base_link", new org.waymark.avro.Pose(0., 0., 0., 0., 0., 0., 0.), List.of()));
    assertThat(answer(frame, Optional.empty()).outcome().getOutcome()).isEqualTo(Outcome.LOCALIZED);
  }
}
