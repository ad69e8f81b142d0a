package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.NormalizedError;
import org.waymark.core.metric.Percentiles;

/** Makes a {@link Calibration}. */
public final class CalibrationFit {

  /** Places of the map that are compared with the rest. */
  private static final int MOST_PLACES = 1000;

  /** A map knows nothing of how often frames of another day look like something else. */
  private static final double UNSEEN_OUTLIERS = 0.05;

  private static final int LEAST_PLACES = 50;

  /** Comparisons of two descriptors that a localizer may take its time for when it starts. */
  private static final long MOST_PRODUCTS = 1_000_000;

  /** So far away, in metres plus radians, are the places that a place is compared with. */
  private static final double GAP = 0.5;

  /** Fewer frames say too little. */
  private static final int LEAST_FRAMES = 30;

  /** Drives in pieces that confidence is fitted to, beside the drive as it was. */
  private static final int SHUFFLES = 4;

  /** Weight of all drives in pieces beside the drive as it was: robots are seldom carried. */
  private static final double CARRIED_SHARE = 0.02;

  /** Precision of what is expected of the confidence's correction: none, give or take a half. */
  private static final double CONFIDENCE_PRIOR = 4;

  /** Descriptors nearer than this are of one picture; rounding is a hundredth of it. */
  private static final float SAME_PICTURE = 1e-4f;

  /** A parked camera without noise may repeat itself. */
  private static final double MOST_SAME = 0.05;

  private CalibrationFit() {}

  /**
   * From the map alone: each place is taken for a frame, and the places about it for unknown. Good
   * enough to track by; as it knows no other day, it states no confidence.
   */
  public static Calibration ofMap(PlaceTable map, boolean planar) {
    RetrievalFit fit = new RetrievalFit(map, planar);
    int most = Math.clamp(MOST_PRODUCTS / map.size(), LEAST_PLACES, MOST_PLACES);
    fit.addPlaces(most, GAP);
    if (fit.examples() == 0) {
      fit.addPlaces(most, 0);
    }
    RetrievalModel model =
        fit.examples() == 0
            ? new RetrievalModel(0.02, 0.1, 0.5, 0.3, 0.05, 2, 0.05, 1, 1)
            : fit.fit().withOutlierShareAtLeast(UNSEEN_OUTLIERS);
    return new Calibration(model, 1, Calibration.Confidence.IDENTITY, false);
  }

  /**
   * From drives that are not in the map.
   *
   * @param drives with odometry or without, as the robot has it
   * @throws WaymarkException when they are too short, or the map was made of one of them
   */
  public static Calibration ofDrives(
      PlaceTable map, List<CalibrationDrive> drives, TrackerSettings settings) {
    drives.forEach(drive -> requireNotInMap(map, drive));
    RetrievalFit fit = new RetrievalFit(map, settings.planar());
    for (CalibrationDrive drive : drives) {
      double[] newness = drive.newness(settings.decisionMetres());
      for (int i = 0; i < newness.length; i++) {
        CalibrationDrive.Frame frame = drive.frames().get(i);
        fit.add(frame.descriptor(), frame.truth(), newness[i]);
      }
    }
    if (fit.examples() < LEAST_FRAMES) {
      throw new WaymarkException(
          "a calibration needs %d frames with poses, these are %d; give a longer drive"
              .formatted(LEAST_FRAMES, fit.examples()));
    }
    RetrievalModel model = fit.fit();
    Calibration raw = new Calibration(model, 1, Calibration.Confidence.IDENTITY, true);
    double scale = covarianceScale(map, drives, new Tracker(raw, settings));
    Calibration scaled = new Calibration(model, scale, Calibration.Confidence.IDENTITY, true);
    return new Calibration(
        model, scale, confidence(map, drives, new Tracker(scaled, settings), settings), true);
  }

  /** Pictures that the map was made of find themselves, and make it look far too good. */
  private static void requireNotInMap(PlaceTable map, CalibrationDrive drive) {
    long same =
        drive.frames().stream()
            .filter(f -> map.nearest(f.descriptor(), 1).getFirst().distance() < SAME_PICTURE)
            .count();
    if (same > MOST_SAME * drive.frames().size()) {
      throw new WaymarkException(
          "%d of %d frames are pictures that the map was made of, and would make it look far too good; give a drive of another time"
              .formatted(same, drive.frames().size()));
    }
  }

  /** What makes both the mean error and the largest no larger than stated. */
  private static double covarianceScale(
      PlaceTable map, List<CalibrationDrive> drives, Tracker tracker) {
    List<Double> errors = new ArrayList<>();
    for (CalibrationDrive drive : drives) {
      addErrors(errors, map, drive, tracker);
    }
    if (errors.isEmpty()) {
      return 1;
    }
    double mean = errors.stream().mapToDouble(Double::doubleValue).average().orElse(6) / 6;
    double tail = new Percentiles(errors).at(95) / NormalizedError.QUANTILE_95;
    return Math.clamp(Math.max(mean, tail), 0.02, 50);
  }

  private static void addErrors(
      List<Double> errors, PlaceTable map, CalibrationDrive drive, Tracker tracker) {
    List<TrackedPose> answers = drive.track(tracker, map);
    for (int i = 0; i < answers.size(); i++) {
      TrackedPose answer = answers.get(i);
      Pose truth = drive.frames().get(i).truth();
      // What competes is in the covariance already, and is no matter of scale.
      answer
          .camera()
          .filter(camera -> camera.pose().distanceTo(truth) < 1 && answer.ambiguityMetres() < 1)
          .ifPresent(
              camera ->
                  errors.add(NormalizedError.squared(camera.pose(), camera.covariance(), truth)));
    }
  }

  private static Calibration.Confidence confidence(
      PlaceTable map, List<CalibrationDrive> drives, Tracker tracker, TrackerSettings settings) {
    LogisticFit fit = new LogisticFit(1, CONFIDENCE_PRIOR);
    for (CalibrationDrive drive : drives) {
      addConfidences(fit, map, drive, 1, tracker, settings);
      for (int seed = 0; seed < SHUFFLES; seed++) {
        addConfidences(fit, map, drive.shuffled(seed), CARRIED_SHARE / SHUFFLES, tracker, settings);
      }
    }
    LogisticFit.Curve curve = fit.fit();
    // A confidence that falls as the probability rises would be nonsense.
    return new Calibration.Confidence(curve.offset(), Math.max(0.05, curve.slope()));
  }

  private static void addConfidences(
      LogisticFit fit,
      PlaceTable map,
      CalibrationDrive drive,
      double weight,
      Tracker tracker,
      TrackerSettings settings) {
    List<TrackedPose> answers = drive.track(tracker, map);
    boolean[] right = new boolean[answers.size()];
    for (int i = 0; i < right.length; i++) {
      Pose truth = drive.frames().get(i).truth();
      right[i] = answers.get(i).camera().filter(c -> c.pose().distanceTo(truth) <= 1).isPresent();
    }
    double[] weights = weights(drive.newness(settings.decisionMetres()), right);
    for (int i = 0; i < right.length; i++) {
      if (answers.get(i).camera().isPresent()) {
        fit.add(
            Calibration.Confidence.logit(answers.get(i).confidence().orElse(0)),
            right[i] ? 1 : 0,
            weight * weights[i]);
      }
    }
  }

  /**
   * A tracker that is right stays so, and one that is wrong: a stretch of either is one example,
   * however long it is.
   */
  private static double[] weights(double[] newness, boolean[] right) {
    double[] weights = new double[newness.length];
    int start = 0;
    while (start < right.length) {
      int end = start;
      double sum = 0;
      while (end < right.length && right[end] == right[start]) {
        sum += newness[end++];
      }
      for (int i = start; i < end; i++) {
        weights[i] = newness[i] / Math.max(1, sum);
      }
      start = end;
    }
    return weights;
  }
}
