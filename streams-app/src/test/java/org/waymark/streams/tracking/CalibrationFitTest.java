package org.waymark.streams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.NormalizedError;
import org.waymark.core.metric.Percentiles;

/** Calibrations of a made-up corridor whose descriptors change smoothly with the place. */
class CalibrationFitTest {

  private static final int NUMBERS = 64;

  private static float[] descriptor(double x, double y, SplittableRandom random) {
    float[] d = new float[NUMBERS];
    double norm = 0;
    for (int i = 0; i < NUMBERS; i++) {
      d[i] =
          (float)
              (Math.sin(0.13 * (i + 1) * x + i * i)
                  + 0.1 * Math.cos(0.4 * (i + 2) * y)
                  + 0.15 * random.nextGaussian());
      norm += d[i] * d[i];
    }
    for (int i = 0; i < NUMBERS; i++) {
      d[i] /= (float) Math.sqrt(norm);
    }
    return d;
  }

  private static PlaceTable map() {
    SplittableRandom random = new SplittableRandom(1);
    List<Pose> poses = new ArrayList<>();
    float[][] descriptors = new float[120][];
    for (int i = 0; i < descriptors.length; i++) {
      poses.add(Scenes.at(0.25 * i));
      descriptors[i] = descriptor(0.25 * i, 0, random);
    }
    return new PlaceTable(poses, descriptors);
  }

  private static CalibrationDrive drive(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double phase = 6 * random.nextDouble();
    List<CalibrationDrive.Frame> frames = new ArrayList<>();
    for (int i = 0; i < 280; i++) {
      double x = 0.5 + 0.1 * i;
      double y = 0.2 * Math.sin(0.7 * x + phase);
      frames.add(
          new CalibrationDrive.Frame(
              100_000_000L * i,
              descriptor(x, y, random),
              Scenes.at(x, y, 0.03 * Math.sin(x)),
              Optional.empty()));
    }
    return new CalibrationDrive(frames).withOdometry(seed, 0.03);
  }

  @Test
  void shouldStateErrorsThatAreAsLargeAsTheyAreOnOtherDrives() {
    PlaceTable map = map();
    Calibration calibration =
        CalibrationFit.ofDrives(map, List.of(drive(100), drive(101)), TrackerSettings.DEFAULT);
    Tracker tracker = new Tracker(calibration, TrackerSettings.DEFAULT);
    List<Double> tracked = new ArrayList<>();
    List<Double> single = new ArrayList<>();
    List<Double> normalized = new ArrayList<>();
    for (long seed = 1; seed <= 5; seed++) {
      CalibrationDrive drive = drive(seed);
      List<TrackedPose> answers = drive.track(tracker, map);
      for (int i = 0; i < answers.size(); i++) {
        CalibrationDrive.Frame frame = drive.frames().get(i);
        UncertainPose camera = answers.get(i).camera().orElseThrow();
        tracked.add(camera.pose().distanceTo(frame.truth()));
        single.add(map.nearest(frame.descriptor(), 1).getFirst().pose().distanceTo(frame.truth()));
        normalized.add(
            NormalizedError.squared(camera.pose(), camera.covariance(), frame.truth()) / 6);
      }
    }
    assertThat(new Percentiles(tracked).median()).isLessThan(new Percentiles(single).median());
    assertThat(new Percentiles(tracked).at(90)).isLessThan(new Percentiles(single).at(90));
    assertThat(normalized.stream().mapToDouble(d -> d).average().orElseThrow()).isBetween(0.3, 2.5);
    assertThat(calibration.fitted()).isTrue();
  }

  @Test
  void shouldStateNoConfidenceFromTheMapAlone() {
    PlaceTable map = map();
    Calibration calibration = CalibrationFit.ofMap(map, false);
    List<TrackedPose> answers =
        drive(1).track(new Tracker(calibration, TrackerSettings.DEFAULT), map);
    assertThat(answers).allMatch(answer -> answer.confidence().isEmpty());
    assertThat(calibration.retrieval().sigmaMetres()).isBetween(0.1, 2.0);
    assertThat(calibration.retrieval().distinctPlaces()).isBetween(5.0, 120.0);
  }

  @Test
  void shouldRefuseADriveThatIsTooShort() {
    CalibrationDrive few = new CalibrationDrive(drive(1).frames().subList(0, 10));
    assertThatThrownBy(() -> CalibrationFit.ofDrives(map(), List.of(few), TrackerSettings.DEFAULT))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("longer drive");
  }

  @Test
  void shouldRefuseADriveThatTheMapWasMadeOf() {
    CalibrationDrive drive = drive(1);
    PlaceTable made =
        new PlaceTable(
            drive.frames().stream().map(CalibrationDrive.Frame::truth).toList(),
            drive.frames().stream()
                .map(CalibrationDrive.Frame::descriptor)
                .toArray(float[][]::new));
    assertThatThrownBy(() -> CalibrationFit.ofDrives(made, List.of(drive), TrackerSettings.DEFAULT))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("pictures that the map was made of");
  }

  @Test
  void shouldFindTheLogisticThatMadeTheAnswers() {
    SplittableRandom random = new SplittableRandom(5);
    LogisticFit fit = new LogisticFit(1, 4);
    Calibration.Confidence true0 = new Calibration.Confidence(-0.5, 0.6);
    for (int i = 0; i < 20_000; i++) {
      double stated = random.nextDouble();
      fit.add(
          Calibration.Confidence.logit(stated), random.nextDouble() < true0.of(stated) ? 1 : 0, 1);
    }
    assertThat(fit.fit().offset()).isCloseTo(-0.5, within(0.06));
    assertThat(fit.fit().slope()).isCloseTo(0.6, within(0.06));
  }

  @Test
  void shouldTakeFewSamplesForLittle() {
    LogisticFit fit = new LogisticFit(1, 4);
    for (int i = 0; i < 1000; i++) {
      fit.add(0.1 * (i % 10), 1, 0.01);
    }
    assertThat(fit.fit().offset()).isBetween(0.0, 1.5);
    assertThat(fit.fit().slope()).isBetween(0.8, 1.5);
  }

  /** The corridor once more, 40 m further on: two wings that differ by chance alone. */
  private static PlaceTable twins() {
    SplittableRandom random = new SplittableRandom(3);
    List<Pose> poses = new ArrayList<>();
    float[][] descriptors = new float[240][];
    for (int i = 0; i < descriptors.length; i++) {
      double x = 0.25 * (i % 120);
      poses.add(Scenes.at(x + (i < 120 ? 0 : 40)));
      descriptors[i] = descriptor(x, 0, random);
    }
    return new PlaceTable(poses, descriptors);
  }

  @Test
  void shouldNotGrowSureOfOneOfTwoWingsThatDifferByChance() {
    PlaceTable map = twins();
    Calibration calibration =
        CalibrationFit.ofDrives(map, List.of(drive(100)), TrackerSettings.DEFAULT);
    assertThat(calibration.retrieval().decisionTemperature())
        .isGreaterThan(calibration.retrieval().temperature());
    for (long seed = 1; seed <= 3; seed++) {
      for (TrackedPose answer :
          drive(seed).track(new Tracker(calibration, TrackerSettings.DEFAULT), map)) {
        assertThat(answer.confidence().orElseThrow()).isLessThan(0.97);
      }
    }
  }

  @Test
  void shouldLearnFromTheNearestDistanceWhenAFrameShowsNoneOfTheMap() {
    List<Pose> poses = new ArrayList<>();
    List<float[]> descriptors = new ArrayList<>();
    PlaceTable whole = map();
    for (int i = 0; i < 60; i++) {
      poses.add(whole.poses().get(i));
      descriptors.add(whole.descriptor(i));
    }
    PlaceTable half = new PlaceTable(poses, descriptors.toArray(float[][]::new));
    RetrievalModel model =
        CalibrationFit.ofDrives(half, List.of(drive(100)), TrackerSettings.DEFAULT).retrieval();
    List<CalibrationDrive.Frame> frames = drive(1).frames();
    assertThat(model.outlier(half.nearest(frames.get(60).descriptor(), 50))).isLessThan(0.1);
    assertThat(model.outlier(half.nearest(frames.get(240).descriptor(), 50))).isGreaterThan(0.9);
  }
}
