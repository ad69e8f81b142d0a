package org.waymark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.KafkaOptions;
import org.waymark.core.metric.RecallConvention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waymark eval}. */
@Command(
    name = "eval",
    description = {
      "Scores answers against the truth: recall@k, mAP@k, AP, pose and trajectory errors.",
      "Answers come from a map (--map, --queries), a matrix (--distances), descriptors, a file of",
      "predictions, or a drive (--localizations). The truth is a file (--gt), positions (--radius),",
      "or, for recordings with poses and depth, the surface that query and place share.",
      "See docs/evaluation.md for what each figure means and which to use."
    })
final class EvalCommand extends WaymarkCommand implements Callable<Integer> {

  private static final List<String> DRIVE =
      List.of("--truth", "--robot", "--max-time-difference", "--align", "--rpe-delta");

  private static final List<String> MODEL =
      List.of("--model", "--device", "--threads", "--precision");

  private static final List<String> CANDIDATES =
      List.of("--gt", "--radius", "--positive", "--k", "--recall-over");

  @Option(names = "--map", paramLabel = "DIR", description = "The map that is searched.")
  private @Nullable Path map;

  @Option(
      names = "--queries",
      paramLabel = "SPEC",
      description = "The queries; with matrices and files, what their rows are.")
  private @Nullable String queries;

  @Option(
      names = "--map-dataset",
      paramLabel = "SPEC",
      description = "With matrices and files: what their columns are.")
  private @Nullable String places;

  @Option(
      names = "--distances",
      paramLabel = "D.npy",
      description = "Distances [query][place]; smaller is more alike.")
  private @Nullable Path distances;

  @Option(
      names = "--descriptors",
      paramLabel = "Q.npy",
      description = "Descriptors of the queries, one a row; with --map-descriptors.")
  private @Nullable Path descriptors;

  @Option(
      names = "--map-descriptors",
      paramLabel = "M.npy",
      description = "Descriptors of the places.")
  private @Nullable Path mapDescriptors;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Ranked places: MSLS's lines 'queryKey mapKey ...', or a .npy of indices [query][rank].")
  private @Nullable Path predictions;

  @Option(
      names = "--localizations",
      paramLabel = "TOPIC|FILE",
      description =
          "The outcomes of a drive: a topic's latest run, a file of --save-localizations, or a TUM trajectory.")
  private @Nullable String localizations;

  @Option(
      names = "--truth",
      paramLabel = "SPEC|FILE",
      description = "The recording that was driven, or its true trajectory in TUM's form.")
  private @Nullable String truth;

  @Option(names = "--robot", paramLabel = "NAME", description = "Whose outcomes to score.")
  private @Nullable String robot;

  @Option(
      names = "--max-time-difference",
      paramLabel = "S",
      defaultValue = "0.02",
      description =
          "Trajectories: up to which two stamps are the same time, in s. Default: ${DEFAULT-VALUE}.")
  private double maxTimeDifference;

  @Mixin private EvalTruthOptions truthOptions;

  @Mixin private EvalScoringOptions scoring;

  @Mixin private EvalOutputOptions output;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private ModelOptions model;

  @Mixin private KafkaOptions kafka;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalCommand() {}

  /** An option that would be passed over in silence is a misunderstanding. */
  private void refuseWithoutMeaning() {
    boolean drive = localizations != null;
    refuseUnless(drive, "--localizations", DRIVE);
    refuseUnless(drive || map == null, "matrices and files", List.of("--map-dataset"));
    refuseUnless(!drive && map != null, "--map and --queries", MODEL);
    refuseUnless(descriptors != null, "--descriptors", List.of("--map-descriptors"));
    if (drive) {
      refuseUnless(false, "ranked places", List.of("--exclude", "--condition", "--map-dataset"));
      refuseUnless(map != null, "candidates, which --map tells of", CANDIDATES);
      require(
          scoring.convention() != RecallConvention.MSLS,
          "--recall-over msls has no meaning for a drive: its candidates are scored over all or positive");
    }
  }

  private void refuseUnless(boolean meaningful, String owner, List<String> options) {
    options.forEach(
        option ->
            require(meaningful || !given(option), "%s goes with %s".formatted(option, owner)));
  }

  @Override
  public Integer call() {
    scoring.check(this);
    truthOptions.check(this);
    model.check(this);
    require(
        maxTimeDifference >= 0 && maxTimeDifference < 1e6,
        "--max-time-difference is a number of seconds, 0 or more");
    output.check(this, localizations != null);
    require(
        Stream.of(localizations == null ? map : null, distances, descriptors, predictions)
                    .filter(java.util.Objects::nonNull)
                    .count()
                + (localizations == null ? 0 : 1)
            == 1,
        "give one of: --map and --queries; --distances; --descriptors and --map-descriptors;"
            + " --predictions; --localizations and --truth");
    refuseWithoutMeaning();
    if (localizations != null) {
      if (truth == null || queries != null) {
        throw wrongUsage("--localizations goes with --truth");
      }
      new EvalStream(truthOptions, scoring, output, json, maxTimeDifference)
          .run(localizations, truth, map, Optional.ofNullable(robot), kafka.settings());
      return 0;
    }
    EvalRetrieval retrieval =
        new EvalRetrieval(truthOptions, scoring, output, json, queries, places);
    if (map != null) {
      require(queries != null && places == null, "--map goes with --queries");
      retrieval.map(map, model);
    } else if (distances != null) {
      retrieval.distances(distances);
    } else if (descriptors != null) {
      if (mapDescriptors == null) {
        throw wrongUsage("--descriptors goes with --map-descriptors");
      }
      retrieval.descriptors(descriptors, mapDescriptors);
    } else if (predictions != null) {
      retrieval.predictions(predictions);
    }
    return 0;
  }
}
