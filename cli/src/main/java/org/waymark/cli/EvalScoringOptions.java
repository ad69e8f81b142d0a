package org.waymark.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.waymark.core.metric.PoseThreshold;
import org.waymark.core.metric.RecallConvention;
import org.waymark.core.trajectory.Alignment;
import org.waymark.indexer.evaluation.Exclusion;
import picocli.CommandLine.Option;

/** How answers are scored. */
final class EvalScoringOptions {

  @Option(
      names = "--k",
      split = ",",
      paramLabel = "K",
      defaultValue = "1,5,10",
      description = "Ranks to score at. Default: ${DEFAULT-VALUE}.")
  private List<Integer> ks;

  @Option(
      names = "--recall-over",
      paramLabel = "all|positive|msls",
      defaultValue = "all",
      description = {
        "Which queries recall@k counts: all; those with a right place in the map (Pittsburgh, Tokyo);",
        "or MSLS's rules: those, without panoramas and unknown keys. Default: ${DEFAULT-VALUE}."
      })
  private String convention;

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "panorama|sequence|month",
      description =
          "Leave out panoramas, results of the query's own sequence, or of its month (Tokyo TM).")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--condition",
      paramLabel = "TAG",
      description =
          "A table by this tag of queries and places, e.g. city, night, season; may be repeated.")
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = "--pose-within",
      split = ",",
      paramLabel = "M/DEG",
      defaultValue = "0.25/2,0.5/5,5/10",
      description = "Shares of poses within these errors. Default: ${DEFAULT-VALUE}.")
  private List<String> thresholds;

  @Option(
      names = "--align",
      paramLabel = "none|se3|sim3",
      defaultValue = "none",
      description =
          "Trajectories: what to align before the absolute error. Default: ${DEFAULT-VALUE}.")
  private String alignment;

  @Option(
      names = "--rpe-delta",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Trajectories: matched poses that a relative error spans. Default: ${DEFAULT-VALUE}.")
  private int delta;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalScoringOptions() {}

  void check(WaymarkCommand command) {
    command.require(ks.stream().allMatch(k -> k >= 1), "--k takes ranks of 1 and more");
    command.require(
        Arrays.stream(RecallConvention.values()).anyMatch(c -> c.label().equals(convention)),
        "--recall-over is all, positive or msls");
    command.require(
        excluded.stream().allMatch(EvalScoringOptions::isExclusion),
        "--exclude takes panorama, sequence and month");
    command.require(
        Arrays.stream(Alignment.values()).anyMatch(a -> lower(a).equals(alignment)),
        "--align is none, se3 or sim3");
    command.require(delta >= 1, "--rpe-delta is 1 or more frames");
    for (String threshold : thresholds) {
      command.require(
          PoseThreshold.isValid(threshold),
          "--pose-within takes metres/degrees, e.g. 0.25/2, not '%s'".formatted(threshold));
    }
  }

  private static boolean isExclusion(String name) {
    return Arrays.stream(Exclusion.values()).anyMatch(e -> lower(e).equals(name));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  List<Integer> ks() {
    return ks.stream().sorted().distinct().toList();
  }

  RecallConvention convention() {
    return Arrays.stream(RecallConvention.values())
        .filter(c -> c.label().equals(convention))
        .findFirst()
        .orElseThrow();
  }

  /** Those that were given, and the one that a convention brings. */
  Set<Exclusion> exclusions() {
    Set<Exclusion> all = EnumSet.noneOf(Exclusion.class);
    excluded.forEach(name -> all.add(Exclusion.valueOf(name.toUpperCase(Locale.ROOT))));
    if (convention() == RecallConvention.MSLS) {
      all.add(Exclusion.PANORAMA);
    }
    return all;
  }

  List<String> conditions() {
    return conditions;
  }

  List<PoseThreshold> thresholds() {
    return thresholds.stream().map(PoseThreshold::parse).toList();
  }

  Alignment alignment() {
    return Alignment.valueOf(alignment.toUpperCase(Locale.ROOT));
  }

  int delta() {
    return delta;
  }
}
