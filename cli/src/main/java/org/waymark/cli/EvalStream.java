package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.text.Unreadable;
import org.waymark.core.trajectory.PosePair;
import org.waymark.core.trajectory.StampedPose;
import org.waymark.core.trajectory.Trajectory;
import org.waymark.core.trajectory.TumFile;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapFrames;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.StreamEvaluation;
import org.waymark.indexer.evaluation.FrameSet;
import org.waymark.indexer.evaluation.LocalizationErrors;
import org.waymark.indexer.evaluation.LocalizationFile;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.evaluation.TrajectoryScores;
import org.waymark.indexer.report.RetrievalReport;
import org.waymark.indexer.report.StreamReport;
import org.waymark.transport.KafkaSettings;
import org.waymark.transport.LatestRun;

/** {@code waymark eval --localizations}: what became of the frames of a drive. */
final class EvalStream {

  private final EvalTruthOptions truthOptions;
  private final EvalScoringOptions scoring;
  private final EvalOutputOptions output;
  private final boolean json;
  private final long maxDifferenceNanos;

  EvalStream(
      EvalTruthOptions truthOptions,
      EvalScoringOptions scoring,
      EvalOutputOptions output,
      boolean json,
      double maxDifferenceSeconds) {
    this.truthOptions = truthOptions;
    this.scoring = scoring;
    this.output = output;
    this.json = json;
    this.maxDifferenceNanos = Math.round(maxDifferenceSeconds * 1e9);
  }

  /**
   * Scores outcomes, or a trajectory.
   *
   * @param source a topic, or a file of outcomes or of a trajectory
   * @param truth a data set, or a trajectory file
   * @param map whose places the outcomes' candidates are; null to leave candidates alone
   */
  void run(
      String source,
      String truth,
      @Nullable Path map,
      Optional<String> robot,
      KafkaSettings kafka) {
    ObjectNode node = Json.object().put("localizations", source).put("truth", truth);
    if (isFile(source) && !holdsJson(Path.of(source))) {
      if (map != null) {
        throw new WaymarkException(
            "%s is a trajectory: it names no places of a map; leave --map out".formatted(source));
      }
      if (output.writesDrive()) {
        throw new WaymarkException(
            "%s is a trajectory, not the outcomes of a drive: leave --trajectory-out and --save-localizations out"
                .formatted(source));
      }
      trajectory(node, TumFile.read(Path.of(source)), trueTrajectory(truth));
      return;
    }
    if (isFile(source) && robot.isPresent()) {
      throw new WaymarkException(
          "--robot chooses among those of a topic, and %s is a file".formatted(source));
    }
    if (map != null && isTrajectory(truth)) {
      throw new WaymarkException(
          "candidates are judged by the recording that was driven, and %s is a trajectory: leave --map out, or give the recording with --truth"
              .formatted(truth));
    }
    List<Localization> outcomes =
        isFile(source)
            ? LocalizationFile.read(Path.of(source))
            : LatestRun.read(kafka, source, robot);
    putUnlessEmpty(node, "robot", outcomes.getFirst().getRobot());
    putUnlessEmpty(node, "run", outcomes.getFirst().getRun());
    if (isTrajectory(truth)) {
      outcomesByTime(node, outcomes, TumFile.read(Path.of(truth)));
    } else {
      outcomesBySequence(node, outcomes, Datasets.open(truth), map);
    }
  }

  private static void putUnlessEmpty(ObjectNode node, String key, String value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }

  private void outcomesBySequence(
      ObjectNode node, List<Localization> outcomes, Dataset recording, @Nullable Path map) {
    StreamEvaluation evaluation = new StreamEvaluation(recording);
    LocalizationErrors errors = evaluation.run(outcomes);
    TrajectoryScores trajectory = addErrors(node, errors);
    Optional<RetrievalReport> report = Optional.empty();
    if (map != null) {
      try (PlaceMap places = PlaceMap.open(new MapDirectory(map).current())) {
        EvalTruthOptions.Choice choice = truthOptions.choose(FrameSet.of(recording));
        RetrievalEvaluation retrieval =
            evaluation.retrieval(outcomes, MapFrames.of(places), choice.source(), scoring.ks());
        EvalRetrieval.addScores(node, retrieval.scores(), choice, scoring.convention());
        EvalRetrieval.noteShortLists(retrieval);
        report =
            Optional.of(new RetrievalReport(retrieval, scoring.convention(), scoring.thresholds()));
      }
    }
    finish(node, outcomes, errors, trajectory, report);
  }

  private void outcomesByTime(ObjectNode node, List<Localization> outcomes, Trajectory truth) {
    LocalizationErrors errors = StreamEvaluation.byTime(outcomes, truth, maxDifferenceNanos);
    requirePairs(errors.pairs());
    finish(node, outcomes, errors, addErrors(node, errors), Optional.empty());
  }

  private void trajectory(ObjectNode node, Trajectory estimate, Trajectory truth) {
    List<PosePair> pairs = PosePair.match(estimate, truth, maxDifferenceNanos);
    requirePairs(pairs);
    node.put("frames", estimate.poses().size()).put("matched", pairs.size());
    TrajectoryScores scores = score(pairs);
    EvalPrinter.addErrors(node, scores.poseErrors(estimate.poses().size()), scoring.thresholds());
    addTrajectory(node, scores);
    EvalPrinter.print(node, json);
    report(node, Optional.empty(), scores, estimate.poses().size(), Optional.empty());
  }

  private void requirePairs(List<PosePair> pairs) {
    if (pairs.isEmpty()) {
      throw new WaymarkException(
          "no pose has a true one within %s s; are both in the same time? See --max-time-difference"
              .formatted(maxDifferenceNanos / 1e9));
    }
  }

  private TrajectoryScores addErrors(ObjectNode node, LocalizationErrors errors) {
    node.put("frames", errors.frames().size());
    var counts = node.putObject("outcomes");
    errors.outcomes().forEach((kind, count) -> counts.put(kind.name(), count));
    EvalPrinter.addErrors(node, errors.errors(), scoring.thresholds());
    errors.calibration().ifPresent(c -> Json.put(node, "calibration_error", c.expectedError()));
    TrajectoryScores scores = score(errors.pairs());
    addTrajectory(node, scores);
    return scores;
  }

  private TrajectoryScores score(List<PosePair> pairs) {
    try {
      return TrajectoryScores.of(pairs, scoring.alignment(), scoring.delta());
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "the trajectory cannot be aligned: %s; leave --align out".formatted(e.getMessage()), e);
    }
  }

  private void addTrajectory(ObjectNode node, TrajectoryScores scores) {
    node.put("align", scores.alignment().name().toLowerCase(Locale.ROOT));
    ObjectNode absolute = node.putObject("ate_m");
    Json.put(absolute, "rmse", scores.absolute().rootMeanSquare());
    Json.put(absolute, "mean", scores.absolute().mean());
    Json.put(absolute, "median", scores.absolute().metres().median());
    Json.put(absolute, "max", scores.absolute().metres().at(100));
    ObjectNode relative = node.putObject("rpe").put("delta", scores.relative().delta());
    Json.put(relative, "rmse_m", scores.relative().rootMeanSquareMetres());
    Json.put(relative, "rmse_deg", scores.relative().rootMeanSquareDegrees());
  }

  /** Scores come first: they are not lost when a file cannot be written. */
  private void finish(
      ObjectNode node,
      List<Localization> outcomes,
      LocalizationErrors errors,
      TrajectoryScores trajectory,
      Optional<RetrievalReport> retrieval) {
    EvalPrinter.print(node, json);
    output.writeLocalizations(outcomes);
    report(node, Optional.of(errors), trajectory, errors.frames().size(), retrieval);
  }

  private void report(
      ObjectNode node,
      Optional<LocalizationErrors> outcomes,
      TrajectoryScores trajectory,
      int frames,
      Optional<RetrievalReport> retrieval) {
    if (output.report().isEmpty()) {
      return;
    }
    if (trajectory.pairs().isEmpty()) {
      throw new WaymarkException(
          "there is nothing to report: no frame has both a pose and a true one");
    }
    output.write(
        new StreamReport(outcomes, trajectory, frames, scoring.thresholds(), retrieval)
            .page("Localization", EvalPrinter.facts(node)));
  }

  private static Trajectory trueTrajectory(String truth) {
    if (isTrajectory(truth)) {
      return TumFile.read(Path.of(truth));
    }
    FrameSet frames = FrameSet.of(Datasets.open(truth));
    List<StampedPose> poses = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      long stamp = frames.frame(i).orElseThrow().stampNanos();
      frames.pose(i).ifPresent(pose -> poses.add(new StampedPose(stamp, pose)));
    }
    return new Trajectory(poses);
  }

  /** Anything that is no {@code kind:path}. */
  private static boolean isTrajectory(String truth) {
    return !truth.matches("[a-z0-9][a-z0-9-]+:.*") || Files.isRegularFile(Path.of(truth));
  }

  /** What is there, or can be no topic: a name with a folder or with the ending of such files. */
  private static boolean isFile(String source) {
    return Files.isRegularFile(Path.of(source))
        || source.contains("/")
        || source.matches(".*\\.(tum|txt|json|jsonl)");
  }

  private static boolean holdsJson(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int c = reader.read();
      while (c >= 0 && Character.isWhitespace(c)) {
        c = reader.read();
      }
      return c == '{';
    } catch (MalformedInputException e) {
      throw new WaymarkException(
          "%s holds neither localizations nor a trajectory: it is not text".formatted(file), e);
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }
}
