package org.waymark.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.prediction.PoseSubmission;
import org.waymark.core.prediction.RankedIndices;
import org.waymark.core.prediction.RankedKeys;
import org.waymark.core.record.Poses;
import org.waymark.core.trajectory.StampedPose;
import org.waymark.core.trajectory.Trajectory;
import org.waymark.core.trajectory.TumFile;
import org.waymark.indexer.evaluation.LocalizationFile;
import org.waymark.indexer.evaluation.RetrievalEvaluation;
import org.waymark.indexer.report.ReportPage;
import picocli.CommandLine.Option;

/** Files that an evaluation leaves. */
final class EvalOutputOptions {

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with tables, curves, a view from above and the worst misses.")
  private @Nullable Path report;

  @Option(
      names = "--write-predictions",
      paramLabel = "FILE",
      description =
          "Write the ranked places, as many as the largest --k: indices in .npy, else MSLS's lines of keys.")
  private @Nullable Path predictions;

  @Option(
      names = "--write-poses",
      paramLabel = "FILE",
      description = "Write each query's first result as a pose to submit, see --poses-form.")
  private @Nullable Path poses;

  @Option(
      names = "--poses-form",
      paramLabel = "robotcar|cmu",
      defaultValue = "robotcar",
      description =
          "robotcar: world to camera; cmu: with the camera's centre. Default: ${DEFAULT-VALUE}.")
  private String form;

  @Option(
      names = "--trajectory-out",
      paramLabel = "FILE.tum",
      description = "Write the localized poses as a TUM trajectory.")
  private @Nullable Path trajectory;

  @Option(
      names = "--save-localizations",
      paramLabel = "FILE.jsonl",
      description = "Write the outcomes, one JSON object a line; --localizations reads it.")
  private @Nullable Path localizations;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalOutputOptions() {}

  void check(WaymarkCommand command, boolean stream) {
    command.require(form.matches("robotcar|cmu"), "--poses-form is robotcar or cmu");
    command.require(
        stream || (trajectory == null && localizations == null),
        "--trajectory-out and --save-localizations go with --localizations");
    command.require(
        !stream || (predictions == null && poses == null),
        "--write-predictions and --write-poses do not go with --localizations");
    command.require(
        poses != null || !command.given("--poses-form"), "--poses-form goes with --write-poses");
    Stream.of(report, predictions, poses, trajectory, localizations)
        .filter(Objects::nonNull)
        .forEach(EvalOutputOptions::requireWritable);
  }

  /** Before hours of work, not after. */
  private static void requireWritable(Path file) {
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    if (!Files.isDirectory(folder)) {
      throw new WaymarkException(
          "%s cannot be written: there is no folder %s".formatted(file, folder));
    }
    if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new WaymarkException(
          "%s cannot be written: %s"
              .formatted(file, Files.isDirectory(file) ? "it is a folder" : "no permission"));
    }
  }

  /** Whether a trajectory, which has poses only, leaves something unwritten. */
  boolean writesDrive() {
    return trajectory != null || localizations != null;
  }

  Optional<Path> report() {
    return Optional.ofNullable(report);
  }

  void write(ReportPage page) {
    if (report != null) {
      page.write(report);
    }
  }

  void writeResults(RetrievalEvaluation evaluation) {
    List<int[]> ranked = evaluation.results().ranked();
    if (predictions != null) {
      if (predictions.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
        RankedIndices.write(predictions, ranked);
      } else {
        RankedKeys.write(
            predictions, evaluation.queries().keys(), evaluation.places().keys(), ranked);
      }
    }
    if (poses != null) {
      SequencedMap<String, Pose> byId = new LinkedHashMap<>();
      for (int q = 0; q < ranked.size(); q++) {
        if (ranked.get(q).length > 0) {
          byId.put(evaluation.queries().id(q), pose(evaluation, ranked.get(q)[0]));
        }
      }
      PoseSubmission.valueOf(form.toUpperCase(Locale.ROOT)).write(poses, byId);
    }
  }

  private static Pose pose(RetrievalEvaluation evaluation, int place) {
    return evaluation
        .places()
        .pose(place)
        .orElseThrow(
            () ->
                new WaymarkException(
                    "--write-poses needs a pose of every place: %s of %s has none%s"
                        .formatted(
                            evaluation.places().id(place),
                            evaluation.places().name(),
                            evaluation.places().isKnown()
                                ? ""
                                : "; name the map's data set with --map-dataset")));
  }

  void writeLocalizations(List<Localization> outcomes) {
    if (localizations != null) {
      LocalizationFile.write(localizations, outcomes);
    }
    if (trajectory != null) {
      TumFile.write(
          trajectory,
          new Trajectory(
              outcomes.stream()
                  .flatMap(
                      l ->
                          Poses.fromNullable(l.getCameraPose()).stream()
                              .map(pose -> new StampedPose(l.getStampNanos(), pose)))
                  .toList()));
    }
  }
}
