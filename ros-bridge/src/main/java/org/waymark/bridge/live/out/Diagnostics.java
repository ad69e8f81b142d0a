package org.waymark.bridge.live.out;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.bridge.live.in.CameraCounters;
import org.waymark.bridge.live.in.CameraInput;
import org.waymark.bridge.live.in.Drop;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticArray;
import org.waymark.bridge.message.diagnostic_msgs.DiagnosticStatus;
import org.waymark.bridge.message.diagnostic_msgs.KeyValue;
import org.waymark.bridge.message.std_msgs.Header;

/**
 * A robot's localization and cameras in words of {@code /diagnostics}. The worst finding is the
 * message; what it rests on is in the values.
 */
public final class Diagnostics {

  /** A camera whose stamps are further off than this has another clock. */
  private static final double MAX_CLOCK_SECONDS = 10;

  private Diagnostics() {}

  /**
   * The state of one robot now.
   *
   * @param unheard why somebody who publishes them is not heard, likewise
   * @param kafkaProblem why frames or outcomes do not flow
   * @param publishers how many publish each camera's pictures, in the order of the cameras
   */
  public static DiagnosticArray of(
      RobotOutput robot,
      List<CameraInput> cameras,
      List<Integer> publishers,
      List<Optional<String>> unheard,
      Optional<String> kafkaProblem,
      Optional<String> sensesProblem,
      long nowNanos) {
    List<DiagnosticStatus> statuses = new ArrayList<>();
    RobotReport report = robot.report(nowNanos);
    String name = robot.config().name();
    Duration maxAge = robot.config().output().maxAge();
    statuses.add(
        status(
            name,
            "localization",
            localization(report, kafkaProblem, sensesProblem, maxAge, nowNanos),
            values(report, kafkaProblem, nowNanos)));
    for (int i = 0; i < cameras.size(); i++) {
      CameraInput camera = cameras.get(i);
      statuses.add(
          status(
              name,
              "camera " + camera.config().topic(),
              camera(camera, publishers.get(i), unheard.get(i)),
              values(camera, publishers.get(i))));
    }
    return new DiagnosticArray(new Header(0, nowNanos, ""), statuses);
  }

  private static Finding localization(
      RobotReport report,
      Optional<String> kafkaProblem,
      Optional<String> sensesProblem,
      Duration maxAge,
      long nowNanos) {
    if (kafkaProblem.isPresent()) {
      return new Finding(Level.ERROR, kafkaProblem.get());
    }
    if (report.last().isEmpty()) {
      return new Finding(Level.ERROR, "no outcome yet; is waymark localize running?");
    }
    Localization last = report.last().get();
    double age = (nowNanos - last.getStampNanos()) / 1e9;
    if (Math.abs(age) > maxAge.toNanos() / 1e9) {
      return new Finding(
          Level.ERROR,
          report.verdict().equals(Optional.of(Freshness.Verdict.FUTURE))
              ? "pictures are stamped %.1f s in the future; nothing is published".formatted(-age)
              : "stale: the last outcome is of %.1f s ago; nothing is published".formatted(age));
    }
    Finding outcome = outcome(last);
    if (outcome.level() != Level.OK) {
      return outcome;
    }
    return report
        .problem()
        .or(() -> sensesProblem)
        .map(problem -> new Finding(Level.WARN, problem))
        .orElse(outcome);
  }

  private static Finding outcome(Localization last) {
    String because = last.getReason() == null ? "" : ": " + last.getReason();
    return switch (last.getOutcome()) {
      case LOCALIZED -> new Finding(Level.OK, "localized");
      case UNCERTAIN -> new Finding(Level.WARN, "uncertain" + because);
      case LOST -> new Finding(Level.ERROR, "lost" + because);
      case STALE -> new Finding(Level.WARN, "the localizer cannot keep up" + because);
      case REJECTED -> new Finding(Level.ERROR, "picture rejected" + because);
    };
  }

  private static Map<String, String> values(
      RobotReport report, Optional<String> kafkaProblem, long nowNanos) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("kafka", kafkaProblem.orElse("connected"));
    values.put(
        "age of the last pose (s)",
        report.poseStampNanos().map(s -> seconds(nowNanos - s)).orElse("none"));
    report
        .last()
        .ifPresent(
            last -> {
              values.put("outcome", last.getOutcome().toString());
              values.put("lag (s)", seconds(report.lagNanos()));
              if (last.getReason() != null) {
                values.put("reason", last.getReason());
              }
              values.put(
                  "confidence",
                  last.getConfidence() == null
                      ? "not estimated"
                      : "%.3f".formatted(last.getConfidence()));
              if (last.getOutcome() != Outcome.REJECTED && !last.getCandidates().isEmpty()) {
                values.put("place", last.getCandidates().getFirst().getPlace());
              }
              values.put("map", last.getProvenance().getMap());
              values.put("map version", last.getProvenance().getMapVersion());
              values.put("model", last.getProvenance().getModel());
            });
    values.put(
        "map -> odom", report.transformAbsence().map(why -> "stopped: " + why).orElse("published"));
    report.problem().ifPresent(problem -> values.put("problem", problem));
    values.put("outcomes", Long.toString(report.outcomes()));
    values.put("outcomes too late", Long.toString(report.lateOutcomes()));
    return values;
  }

  private static Finding camera(CameraInput camera, int publishers, Optional<String> unheard) {
    CameraCounters counters = camera.counters();
    if (publishers == 0) {
      return new Finding(
          Level.ERROR, unheard.orElse("nobody publishes %s".formatted(camera.config().topic())));
    }
    if (counters.received() == 0) {
      return new Finding(Level.ERROR, "no picture yet");
    }
    double offset = camera.lastOffsetNanos() / 1e9;
    if (Math.abs(offset) > MAX_CLOCK_SECONDS) {
      return new Finding(
          Level.ERROR,
          "stamps are %.1f s away from ROS time: another clock, so no pose will be published"
              .formatted(offset));
    }
    if (counters.problem().isPresent()) {
      return new Finding(Level.WARN, counters.problem().get());
    }
    return camera
        .mountingProblem()
        .map(problem -> new Finding(Level.WARN, "mounting unknown: " + problem))
        .orElse(new Finding(Level.OK, "pictures are sent"));
  }

  private static Map<String, String> values(CameraInput camera, int publishers) {
    Map<String, String> values = new LinkedHashMap<>();
    CameraCounters counters = camera.counters();
    values.put("publishers", Integer.toString(publishers));
    values.put("received", Long.toString(counters.received()));
    values.put("acknowledged by Kafka", Long.toString(counters.acknowledged()));
    values.put("waiting", Integer.toString(camera.waiting()));
    for (Drop drop : Drop.values()) {
      values.put("dropped: " + drop.words(), Long.toString(counters.dropped(drop)));
    }
    values.put("without a stamp", Long.toString(counters.withoutStamp()));
    values.put("stamp to arrival (s)", seconds(camera.lastOffsetNanos()));
    values.put("calibrated", Boolean.toString(camera.calibrated()));
    return values;
  }

  private static String seconds(long nanos) {
    return "%.3f".formatted(nanos / 1e9);
  }

  private static DiagnosticStatus status(
      String robot, String part, Finding finding, Map<String, String> values) {
    return new DiagnosticStatus(
        finding.level().code(),
        "waymark %s: %s".formatted(robot, part),
        finding.words(),
        robot,
        values.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList());
  }
}
