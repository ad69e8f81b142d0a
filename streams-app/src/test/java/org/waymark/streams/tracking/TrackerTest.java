package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.waymark.avro.Outcome;
import org.waymark.core.geometry.Pose;

/** Each situation that a robot gets into, with made-up sightings. */
class TrackerTest {

  private static final TrackerSettings SETTINGS = TrackerSettings.DEFAULT;

  private final Tracker tracker = new Tracker(Scenes.CALIBRATION, SETTINGS);
  private Optional<Belief> belief = Optional.empty();

  private TrackedPose step(Observation observation) {
    Tracker.Step step = tracker.step(belief, observation);
    belief = Optional.of(step.belief());
    return step.answer();
  }

  /** Drives along the corridor, 10 cm a frame; the odometry's x is the way. */
  private TrackedPose drive(Scenes scenes, double from, double to, double odometryAhead) {
    TrackedPose answer = null;
    int steps = (int) Math.round((to - from) / 0.1);
    for (int i = 0; i <= steps; i++) {
      double x = from + 0.1 * i;
      answer =
          step(
              scenes.frame(
                  scenes.sightings(Scenes.at(x)), Optional.of(Scenes.at(x + odometryAhead))));
    }
    return java.util.Objects.requireNonNull(answer);
  }

  private static Pose camera(TrackedPose answer) {
    return answer.camera().orElseThrow().pose();
  }

  private static double variance(TrackedPose answer, int axis) {
    return answer.camera().orElseThrow().covariance().get(7 * axis);
  }

  @Test
  void shouldFindARobotInItsFirstFrame() {
    TrackedPose answer =
        step(new Scenes(1).frame(new Scenes(1).sightings(Scenes.at(10)), Optional.empty()));
    assertThat(answer.outcome()).isEqualTo(Outcome.LOCALIZED);
    assertThat(camera(answer).distanceTo(Scenes.at(10))).isLessThan(0.5);
  }

  @Test
  void shouldFollowBetterThanRetrievalFinds() {
    Scenes scenes = new Scenes(2);
    TrackedPose answer = drive(scenes, 5, 20.2, 3);
    assertThat(answer.outcome()).isEqualTo(Outcome.LOCALIZED);
    // Between two places: the nearest is 0.2 m away.
    assertThat(camera(answer).distanceTo(Scenes.at(20.2))).isLessThan(0.15);
    assertThat(answer.confidence().orElseThrow()).isGreaterThan(0.85);
  }

  @Test
  void shouldFollowWithoutOdometry() {
    Scenes scenes = new Scenes(3);
    TrackedPose answer = null;
    for (double x = 5; x < 15; x += 0.1) {
      answer = step(scenes.frame(scenes.sightings(Scenes.at(x)), Optional.empty()));
      assertThat(camera(answer).distanceTo(Scenes.at(x))).isLessThan(0.8);
    }
    assertThat(java.util.Objects.requireNonNull(answer).outcome()).isEqualTo(Outcome.LOCALIZED);
  }

  @Test
  void shouldFindARobotAgainThatWasCarriedAway() {
    Scenes scenes = new Scenes(4);
    drive(scenes, 5, 12, 0);
    List<TrackedPose> after = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double x = 30 + 0.1 * i;
      after.add(step(scenes.frame(scenes.sightings(Scenes.at(x)), Optional.of(Scenes.at(x - 18)))));
    }
    assertThat(after.getLast().outcome()).isEqualTo(Outcome.LOCALIZED);
    assertThat(camera(after.getLast()).distanceTo(Scenes.at(32.9))).isLessThan(0.4);
  }

  @Test
  void shouldKeepBothPlacesOfACorridorThatRepeatsItself() {
    Scenes scenes = new Scenes(5, 20);
    TrackedPose answer = drive(scenes, 5, 8, 0);
    assertThat(answer.outcome()).isEqualTo(Outcome.UNCERTAIN);
    assertThat(answer.ambiguityMetres()).isBetween(5.0, 20.0);
    assertThat(answer.confidence().orElseThrow()).isLessThan(0.9);
    assertThat(belief.orElseThrow().hypotheses())
        .filteredOn(h -> h.weight() > 0.1)
        .extracting(h -> Math.round(h.pose().mean().x()))
        .contains(8L, 28L);
  }

  @Test
  void shouldBeLostWhereNothingLooksLikeTheMap() {
    Scenes scenes = new Scenes(6);
    for (int i = 0; i < 30; i++) {
      TrackedPose answer = step(scenes.frame(scenes.nothing(), Optional.of(Scenes.at(0.1 * i))));
      assertThat(answer.outcome()).isEqualTo(Outcome.LOST);
      assertThat(answer.camera()).isEmpty();
      assertThat(answer.confidence().orElseThrow()).isLessThan(0.5);
    }
  }

  @Test
  void shouldLoseConfidenceBeyondTheMapAndDriveOnByOdometry() {
    Scenes scenes = new Scenes(7);
    TrackedPose inside = drive(scenes, 25, 35, 0);
    TrackedPose outside = inside;
    for (int i = 1; i <= 100; i++) {
      outside = step(scenes.frame(scenes.nothing(), Optional.of(Scenes.at(35 + 0.1 * i))));
    }
    assertThat(variance(outside, 0)).isGreaterThan(variance(inside, 0));
    assertThat(camera(outside).distanceTo(Scenes.at(45))).isLessThan(1);
  }

  @Test
  void shouldReportTheHeadingOfThePlaces() {
    Scenes scenes = new Scenes(8);
    TrackedPose answer =
        step(scenes.frame(scenes.sightings(Scenes.at(10, 0, 0.2)), Optional.empty()));
    assertThat(camera(answer).angleTo(Scenes.at(10))).isLessThan(0.1);
    assertThat(variance(answer, 5)).isGreaterThan(0.01);
  }

  @Test
  void shouldNotGrowSureByLookingAtTheSameThing() {
    Scenes scenes = new Scenes(9);
    TrackedPose first = drive(scenes, 5, 10, 0);
    List<Sighting> same = scenes.sightings(Scenes.at(10));
    TrackedPose last = first;
    for (int i = 0; i < 600; i++) {
      last = step(scenes.frame(same, Optional.of(Scenes.at(10))));
    }
    for (int axis = 0; axis < 6; axis++) {
      assertThat(variance(last, axis)).isGreaterThan(0.5 * variance(first, axis));
      assertThat(variance(last, axis)).isLessThan(3 * variance(first, axis) + 0.1);
    }
  }

  @Test
  void shouldNotDecideBetweenTwinsWhileParked() {
    Scenes scenes = new Scenes(10, 20);
    List<Sighting> same = scenes.sightings(Scenes.at(8));
    TrackedPose answer = step(scenes.frame(same, Optional.of(Scenes.at(0))));
    for (int i = 0; i < 300; i++) {
      answer = step(scenes.frame(same, Optional.of(Scenes.at(0))));
    }
    assertThat(answer.outcome()).isEqualTo(Outcome.UNCERTAIN);
  }

  @Test
  void shouldBelieveAPersonWhoSaysWhereTheRobotIs() {
    Scenes scenes = new Scenes(11, 20);
    drive(scenes, 5, 6, 0);
    Observation frame = scenes.frame(scenes.sightings(Scenes.at(6)), Optional.of(Scenes.at(6)));
    Pose said = Scenes.at(26);
    List<Double> covariance = new ArrayList<>(Scenes.CERTAIN);
    for (int axis = 0; axis < 6; axis++) {
      covariance.set(7 * axis, 0.04);
    }
    TrackedPose answer =
        step(
            new Observation(
                frame.run(),
                frame.stampNanos(),
                frame.sightings(),
                frame.odometry(),
                Optional.of(new UncertainPose(said, covariance))));
    assertThat(camera(answer).distanceTo(said)).isLessThan(0.01);
    assertThat(answer.outcome()).isEqualTo(Outcome.LOCALIZED);
    for (int i = 1; i < 30; i++) {
      answer =
          step(
              scenes.frame(
                  scenes.sightings(Scenes.at(6 + 0.1 * i)), Optional.of(Scenes.at(6 + 0.1 * i))));
    }
    assertThat(camera(answer).distanceTo(Scenes.at(28.9))).isLessThan(0.5);
  }

  @Test
  void shouldPassOverFramesThatComeLate() {
    Scenes scenes = new Scenes(12);
    TrackedPose before = drive(scenes, 5, 10, 0);
    Belief known = belief.orElseThrow();
    Observation late =
        new Observation(
            "run",
            known.stampNanos() - 1_000_000_000,
            scenes.sightings(Scenes.at(30)),
            Optional.empty(),
            Optional.empty());
    TrackedPose answer = step(late);
    assertThat(belief).contains(known);
    assertThat(camera(answer)).isEqualTo(camera(before));
    assertThat(answer.reason().orElseThrow()).contains("newer");
  }

  @Test
  void shouldLookAnewInAnotherRunAndAfterAClockWasSet() {
    Scenes scenes = new Scenes(13);
    drive(scenes, 5, 10, 0);
    long stamp = belief.orElseThrow().stampNanos();
    for (Observation other :
        List.of(
            new Observation(
                "other",
                stamp + 1,
                scenes.sightings(Scenes.at(30)),
                Optional.empty(),
                Optional.empty()),
            new Observation(
                "run",
                stamp - 20_000_000_000L,
                scenes.sightings(Scenes.at(30)),
                Optional.empty(),
                Optional.empty()))) {
      TrackedPose answer = tracker.step(belief, other).answer();
      assertThat(camera(answer).distanceTo(Scenes.at(30))).isLessThan(0.5);
    }
  }

  @Test
  void shouldBridgeAGapByOdometry() {
    Scenes scenes = new Scenes(14);
    drive(scenes, 5, 10, 0);
    Observation next = scenes.frame(scenes.sightings(Scenes.at(25)), Optional.of(Scenes.at(25)));
    TrackedPose answer =
        step(
            new Observation(
                next.run(),
                next.stampNanos() + 60_000_000_000L,
                next.sightings(),
                next.odometry(),
                next.prior()));
    assertThat(camera(answer).distanceTo(Scenes.at(25))).isLessThan(0.5);
  }

  @Test
  void shouldNotBeMovedByOdometryThatBeganAnew() {
    Scenes scenes = new Scenes(15);
    drive(scenes, 5, 10, 100);
    TrackedPose answer =
        step(scenes.frame(scenes.sightings(Scenes.at(10.1)), Optional.of(Scenes.at(0))));
    assertThat(camera(answer).distanceTo(Scenes.at(10.1))).isLessThan(0.5);
  }

  @Test
  void shouldGiveTheSameBytesForTheSameFrames() {
    List<byte[]> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      belief = Optional.empty();
      drive(new Scenes(16), 5, 20, 0);
      runs.add(BeliefCodec.encode(belief.orElseThrow()));
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1));
  }

  @Test
  void shouldGoOnFromBytesAsIfNothingHadHappened() {
    Scenes scenes = new Scenes(17);
    drive(scenes, 5, 10, 0);
    Belief copy = BeliefCodec.decode(BeliefCodec.encode(belief.orElseThrow()));
    Observation next =
        scenes.frame(scenes.sightings(Scenes.at(10.1)), Optional.of(Scenes.at(10.1)));
    assertThat(BeliefCodec.encode(tracker.step(Optional.of(copy), next).belief()))
        .isEqualTo(BeliefCodec.encode(tracker.step(belief, next).belief()));
  }

  @Test
  void shouldLeaveHeightAndTiltSmallOnOneFloor() {
    Tracker planar = new Tracker(Scenes.CALIBRATION, SETTINGS.withPlanar(true));
    Scenes scenes = new Scenes(18);
    TrackedPose answer =
        planar
            .step(Optional.empty(), scenes.frame(scenes.sightings(Scenes.at(10)), Optional.empty()))
            .answer();
    for (int axis : new int[] {2, 3, 4}) {
      assertThat(variance(answer, axis)).isBetween(1e-6, 0.01);
    }
    assertThat(variance(answer, 0)).isGreaterThan(0.01);
  }

  @Test
  void shouldStateACovarianceThatHoldsBothTwins() {
    Scenes scenes = new Scenes(19, 20);
    TrackedPose answer = drive(scenes, 5, 8, 0);
    assertThat(Math.sqrt(variance(answer, 0))).isBetween(5.0, 20.0);
    assertThat(Math.sqrt(variance(answer, 1))).isLessThan(1);
  }

  @Test
  void shouldFindARobotAgainThatWentOnUnseenWithoutOdometry() {
    Scenes scenes = new Scenes(20);
    for (double x = 5; x < 8; x += 0.1) {
      step(scenes.frame(scenes.sightings(Scenes.at(x)), Optional.empty()));
    }
    for (int i = 0; i < 60; i++) {
      step(scenes.frame(scenes.nothing(), Optional.empty()));
    }
    for (double x = 14; x < 15; x += 0.1) {
      TrackedPose answer = step(scenes.frame(scenes.sightings(Scenes.at(x)), Optional.empty()));
      assertThat(camera(answer).distanceTo(Scenes.at(x))).isLessThan(0.8);
    }
    assertThat(belief.orElseThrow().elsewhere()).isLessThan(0.1);
  }

  @Test
  void shouldNotStayBehindWithoutOdometry() {
    // One frame a second: between two frames the robot goes further than a place is off.
    Scenes scenes = new Scenes(21);
    Scenes clock = new Scenes(22);
    for (double x = 5; x < 20; x++) {
      Observation frame = scenes.frame(scenes.sightings(Scenes.at(x)), Optional.empty());
      for (int i = 0; i < 9; i++) {
        clock.frame(List.of(), Optional.empty());
      }
      long stamp = clock.frame(List.of(), Optional.empty()).stampNanos();
      TrackedPose answer =
          step(
              new Observation(
                  frame.run(), stamp, frame.sightings(), frame.odometry(), frame.prior()));
      assertThat(camera(answer).distanceTo(Scenes.at(x))).isLessThan(0.6);
    }
  }
}
