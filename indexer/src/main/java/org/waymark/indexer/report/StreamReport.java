package org.waymark.indexer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.waymark.avro.Outcome;
import org.waymark.core.metric.ConfidenceCalibration;
import org.waymark.core.metric.PoseError;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.metric.PoseThreshold;
import org.waymark.core.trajectory.PosePair;
import org.waymark.indexer.evaluation.LocalizationErrors;
import org.waymark.indexer.evaluation.TrajectoryScores;
import org.waymark.indexer.report.ReportPage.Figure;
import org.waymark.indexer.report.ReportPage.Section;

/** How well a drive was localized, for a {@link ReportPage}. */
public final class StreamReport {

  private final Optional<LocalizationErrors> outcomes;
  private final TrajectoryScores trajectory;
  private final int frames;
  private final List<PoseThreshold> thresholds;
  private final Optional<RetrievalReport> retrieval;

  /**
   * @param outcomes of each frame, where they are known and not only a trajectory
   * @param frames how many there were, with a pose or without
   * @param retrieval of the candidates, where they were scored
   */
  public StreamReport(
      Optional<LocalizationErrors> outcomes,
      TrajectoryScores trajectory,
      int frames,
      List<PoseThreshold> thresholds,
      Optional<RetrievalReport> retrieval) {
    this.outcomes = outcomes;
    this.trajectory = trajectory;
    this.frames = frames;
    this.thresholds = List.copyOf(thresholds);
    this.retrieval = retrieval;
  }

  /** The whole page. */
  public ReportPage page(String title, SequencedMap<String, String> facts) {
    PoseErrors errors = trajectory.poseErrors(frames);
    List<Section> sections = new ArrayList<>();
    outcomes.ifPresent(o -> sections.add(shares(o.outcomes(), o.frames().size())));
    sections.add(ErrorCharts.table(errors, thresholds, "frames"));
    sections.add(ErrorCharts.cumulative(errors, "frames"));
    sections.add(overTime());
    outcomes.flatMap(LocalizationErrors::calibration).ifPresent(c -> sections.add(reliability(c)));
    sections.add(topView());
    retrieval.ifPresent(
        r -> {
          sections.addAll(r.scores());
          sections.addAll(r.misses());
        });
    return new ReportPage(title, facts, headline(errors), sections);
  }

  private List<Figure> headline(PoseErrors errors) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "Frames with a pose",
            Numbers.percent((double) errors.measured().size() / errors.frames()),
            "%d of %d".formatted(errors.measured().size(), errors.frames())));
    figures.add(
        new Figure(
            "Median error",
            Numbers.metres(errors.metres().median()),
            "and " + Numbers.degrees(errors.degrees().median())));
    figures.add(
        new Figure(
            "Absolute error (ATE)",
            Numbers.metres(trajectory.absolute().rootMeanSquare()),
            switch (trajectory.alignment()) {
              case NONE -> "root mean square, not aligned";
              case SE3 -> "root mean square, frame aligned";
              case SIM3 -> "root mean square, frame and scale aligned";
            }));
    figures.add(
        new Figure(
            "Relative error (RPE)",
            Numbers.metres(trajectory.relative().rootMeanSquareMetres()),
            "and %s over %d matched pose%s"
                .formatted(
                    Numbers.degrees(trajectory.relative().rootMeanSquareDegrees()),
                    trajectory.relative().delta(),
                    trajectory.relative().delta() == 1 ? "" : "s")));
    outcomes
        .flatMap(LocalizationErrors::calibration)
        .ifPresent(
            c ->
                figures.add(
                    new Figure(
                        "Calibration error",
                        Numbers.fixed(c.expectedError(), 3),
                        "of the stated confidence")));
    return figures;
  }

  private static Section shares(Map<Outcome, Integer> counts, int all) {
    List<Html> bars = new ArrayList<>();
    List<Html> legend = new ArrayList<>();
    counts.forEach(
        (outcome, count) -> {
          String style =
              switch (outcome) {
                case LOCALIZED -> "c0";
                case UNCERTAIN -> "c1";
                case STALE -> "c2";
                case LOST -> "c3";
                case REJECTED -> "c4";
              };
          String share = Numbers.percent((double) count / all);
          bars.add(
              Html.of(
                  "<span class=\"%s\" style=\"flex-grow:%s\" title=\"%s %s\"></span>",
                  style, count, outcome, share));
          legend.add(
              Html.of(
                  "<li><span class=\"box %s\"></span>%s: %s (%s)</li>",
                  style, outcome, count, share));
        });
    return new Section(
        "Outcomes",
        "What became of the frames.",
        true,
        Html.of(
            "<div class=\"shares\">%s</div><ul class=\"legend\">%s</ul>",
            Html.join(bars), Html.join(legend)));
  }

  private Section topView() {
    List<double[]> path = new ArrayList<>();
    List<TopView.Mark> marks = new ArrayList<>();
    List<PoseError> errors = trajectory.absolute().errors();
    ErrorScale scale = ErrorScale.of(trajectory.absolute().metres());
    for (int i = 0; i < trajectory.pairs().size(); i++) {
      PosePair pair = trajectory.pairs().get(i);
      var truth = pair.truth();
      var found = trajectory.absolute().alignment().apply(pair.estimate());
      path.add(new double[] {truth.x(), truth.y(), truth.z()});
      marks.add(
          new TopView.Mark(
              "%s s".formatted(Numbers.fixed(seconds(i), 2)),
              new double[] {found.x(), found.y(), found.z()},
              Optional.empty(),
              errors.get(i).metres(),
              true));
    }
    return new Section(
        "Seen from above",
        "Where frames were localized%s, coloured by how far that is from the truth (grey)."
            .formatted(afterAlignment()),
        true,
        Html.of(
            "%s%s",
            TopView.of(path, marks, scale),
            scale.legend(
                errors.stream().mapToDouble(PoseError::metres).toArray(), false, "truth")));
  }

  private double seconds(int pair) {
    return (trajectory.pairs().get(pair).stampNanos() - trajectory.pairs().getFirst().stampNanos())
        / 1e9;
  }

  private Section overTime() {
    int count = trajectory.pairs().size();
    int step = Math.ceilDiv(count, 2000);
    int kept = Math.ceilDiv(count, step);
    double[] xs = new double[kept];
    double[] ys = new double[kept];
    for (int i = 0; i < kept; i++) {
      xs[i] = seconds(i * step);
      ys[i] = trajectory.absolute().errors().get(i * step).metres();
    }
    double most = trajectory.absolute().metres().at(100);
    Plot plot =
        new Plot(
                Axis.between(
                    "time since the first matched pose, s", 0, Math.max(1e-3, xs[kept - 1])),
                Axis.upTo("position error, m", most))
            .line(xs, ys, "thin");
    ErrorScale scale = ErrorScale.of(trajectory.absolute().metres());
    for (int i = 0; i < kept; i++) {
      plot.dot(
          xs[i],
          ys[i],
          2.4,
          scale.style(ys[i]),
          "%s s: %s".formatted(Numbers.fixed(xs[i], 2), Numbers.metres(ys[i])));
    }
    return new Section(
        "Position error over time",
        "Where the tracker lost its way, and how long it took to come back%s."
            .formatted(afterAlignment()),
        false,
        plot.svg("Position error over time"));
  }

  /** Drawings show what the absolute error measures. */
  private String afterAlignment() {
    return switch (trajectory.alignment()) {
      case NONE -> "";
      case SE3, SIM3 -> " (positions aligned, as for the ATE)";
    };
  }

  private static Section reliability(ConfidenceCalibration calibration) {
    Plot plot = new Plot(Axis.share("stated confidence"), Axis.share("share within 1 m"));
    for (ConfidenceCalibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        plot.bar(
            bin.lower(),
            bin.upper(),
            bin.accuracy(),
            "bar",
            "stated %s, right %s, %d frames"
                .formatted(
                    Numbers.percent(bin.confidence()),
                    Numbers.percent(bin.accuracy()),
                    bin.count()));
      }
    }
    return new Section(
        "Reliability of the confidence",
        "Bars on the dotted line say what is true; above it the confidence was too low, below too high.",
        false,
        plot.segment(0, 0, 1, 1, "rule").svg("Reliability diagram"));
  }
}
