package org.waymark.bench.tracking;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.waymark.avro.Outcome;
import org.waymark.core.metric.ConfidenceCalibration;
import org.waymark.core.metric.NormalizedError;
import org.waymark.core.metric.Percentiles;
import org.waymark.streams.tracking.CalibrationDrive;
import org.waymark.streams.tracking.PlaceTable;
import org.waymark.streams.tracking.TrackedPose;
import org.waymark.streams.tracking.UncertainPose;

/** What tracking, plain retrieval and the nearest place of the map make of the same frames. */
final class DriveScores {

  private final List<Double> tracked = new ArrayList<>();
  private final List<Double> single = new ArrayList<>();
  private final List<Double> singleOfTracked = new ArrayList<>();
  private final List<Double> localized = new ArrayList<>();
  private final List<Double> singleOfLocalized = new ArrayList<>();
  private final List<Double> bound = new ArrayList<>();
  private final List<Double> normalized = new ArrayList<>();
  private final List<Double> confidence = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<Double> recoverySeconds = new ArrayList<>();
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private int unrecovered;
  private int confidentlyWrong;
  private long nanos;

  void add(
      CalibrationDrive drive,
      PlaceTable map,
      List<TrackedPose> answers,
      List<Integer> kidnaps,
      long spent) {
    nanos += spent;
    for (int i = 0; i < answers.size(); i++) {
      CalibrationDrive.Frame frame = drive.frames().get(i);
      TrackedPose answer = answers.get(i);
      double alone = map.nearest(frame.descriptor(), 1).getFirst().pose().distanceTo(frame.truth());
      single.add(alone);
      bound.add(
          map.poses().stream().mapToDouble(p -> p.distanceTo(frame.truth())).min().orElseThrow());
      outcomes.merge(answer.outcome(), 1, Integer::sum);
      if (answer.camera().isPresent()) {
        UncertainPose camera = answer.camera().get();
        double error = camera.pose().distanceTo(frame.truth());
        tracked.add(error);
        singleOfTracked.add(alone);
        if (answer.outcome() == Outcome.LOCALIZED) {
          localized.add(error);
          singleOfLocalized.add(alone);
          normalized.add(
              NormalizedError.squared(camera.pose(), camera.covariance(), frame.truth()));
        }
        if (answer.confidence().isPresent()) {
          double stated = answer.confidence().getAsDouble();
          confidence.add(stated);
          right.add(error <= 1);
          confidentlyWrong += stated > 0.99 && error > 1 ? 1 : 0;
        }
      }
    }
    for (int at : kidnaps) {
      recover(drive, answers, at);
    }
  }

  private void recover(CalibrationDrive drive, List<TrackedPose> answers, int from) {
    for (int i = from; i < answers.size(); i++) {
      CalibrationDrive.Frame frame = drive.frames().get(i);
      if (answers.get(i).outcome() == Outcome.LOCALIZED
          && answers.get(i).camera().orElseThrow().pose().distanceTo(frame.truth()) < 1) {
        recoverySeconds.add((frame.stampNanos() - drive.frames().get(from).stampNanos()) / 1e9);
        return;
      }
    }
    unrecovered++;
  }

  void print(String name) {
    System.out.printf(
        Locale.ROOT,
        "%s: %d frames, %d with a pose; LOCALIZED %d UNCERTAIN %d LOST %d; %.0f us a frame%n",
        name,
        single.size(),
        tracked.size(),
        outcomes.getOrDefault(Outcome.LOCALIZED, 0),
        outcomes.getOrDefault(Outcome.UNCERTAIN, 0),
        outcomes.getOrDefault(Outcome.LOST, 0),
        nanos / 1e3 / single.size());
    line("tracked", tracked);
    line("single frame, same frames", singleOfTracked);
    line("single frame, all", single);
    line("tracked, LOCALIZED", localized);
    line("single frame, LOCALIZED", singleOfLocalized);
    line("nearest place of the map", bound);
    if (!normalized.isEmpty()) {
      double mean = normalized.stream().mapToDouble(d -> d).average().orElseThrow() / 6;
      long beyond = normalized.stream().filter(d -> d > NormalizedError.QUANTILE_95).count();
      System.out.printf(
          Locale.ROOT,
          "  NEES/6 of LOCALIZED: mean %.2f, beyond the 95 %% quantile %.1f %%%n",
          mean,
          100.0 * beyond / normalized.size());
    }
    if (!confidence.isEmpty()) {
      double[] stated = confidence.stream().mapToDouble(d -> d).toArray();
      boolean[] truth = new boolean[stated.length];
      long sure = 0;
      for (int i = 0; i < truth.length; i++) {
        truth[i] = right.get(i);
        sure += stated[i] > 0.99 ? 1 : 0;
      }
      ConfidenceCalibration calibration = ConfidenceCalibration.of(stated, truth, 10);
      System.out.printf(
          Locale.ROOT,
          "  confidence: expected calibration error %.4f; above 0.99: %d, of them wrong by more than 1 m %d (%.3f %%)%n",
          calibration.expectedError(),
          sure,
          confidentlyWrong,
          sure == 0 ? 0 : 100.0 * confidentlyWrong / sure);
      calibration.bins().stream()
          .filter(bin -> bin.count() > 0)
          .forEach(
              bin ->
                  System.out.printf(
                      Locale.ROOT,
                      "    %.1f to %.1f: %d answers, stated %.3f, right %.3f%n",
                      bin.lower(),
                      bin.upper(),
                      bin.count(),
                      bin.confidence(),
                      bin.accuracy()));
    }
    if (!recoverySeconds.isEmpty() || unrecovered > 0) {
      Percentiles seconds = new Percentiles(recoverySeconds);
      System.out.printf(
          Locale.ROOT,
          "  recovered from %d of %d: median %.1f s, longest %.1f s%n",
          recoverySeconds.size(),
          recoverySeconds.size() + unrecovered,
          seconds.median(),
          seconds.at(100));
    }
  }

  private static void line(String name, List<Double> errors) {
    Percentiles p = new Percentiles(errors);
    System.out.printf(
        Locale.ROOT,
        "  %-26s mean %.3f  median %.3f  p90 %.3f m%n",
        name,
        errors.stream().mapToDouble(d -> d).average().orElse(Double.NaN),
        p.median(),
        p.at(90));
  }
}
