package org.waymark.indexer.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.waymark.core.metric.Percentiles;
import org.waymark.core.metric.PoseErrors;
import org.waymark.core.metric.PoseThreshold;
import org.waymark.indexer.report.ReportPage.Section;

/** How pose errors are distributed. */
final class ErrorCharts {

  private static final int BINS = 24;

  /** The farthest few would push all others against the axis. */
  private static final double SHOWN_PERCENT = 98;

  private ErrorCharts() {}

  /** The share of frames whose position is off by no more than so much. */
  static Section cumulative(PoseErrors errors, String of) {
    double[] sorted = sorted(errors);
    Axis x = Axis.upTo("position error, m", new Percentiles(sorted).at(SHOWN_PERCENT));
    int shown = (int) Arrays.stream(sorted).filter(m -> m <= x.max()).count();
    double[] xs = new double[2 * shown + 2];
    double[] ys = new double[2 * shown + 2];
    for (int i = 0; i < shown; i++) {
      xs[2 * i + 1] = sorted[i];
      ys[2 * i + 1] = (double) i / errors.frames();
      xs[2 * i + 2] = sorted[i];
      ys[2 * i + 2] = (double) (i + 1) / errors.frames();
    }
    xs[2 * shown + 1] = x.max();
    ys[2 * shown + 1] = (double) shown / errors.frames();
    Plot plot = new Plot(x, Axis.share("share of " + of)).line(xs, ys, "main");
    double median = errors.metres().median();
    if (median <= x.max()) {
      plot.segment(median, 0, median, 1, "rule")
          .label(
              median + (x.max() - x.min()) / 80,
              0.03,
              "start",
              "median %s".formatted(Numbers.metres(median)));
    }
    return new Section(
        "Position error, cumulative",
        "How many %s are off by no more than so much. %s"
            .formatted(of, beyond(sorted.length - shown, x.max())),
        false,
        plot.svg("Cumulative position error"));
  }

  /** How many frames are off by how much. */
  static Section histogram(PoseErrors errors, String of) {
    double[] sorted = sorted(errors);
    Axis x = Axis.upTo("position error, m", new Percentiles(sorted).at(SHOWN_PERCENT));
    int[] count = new int[BINS];
    int shown = 0;
    for (double m : sorted) {
      if (m <= x.max()) {
        count[Math.min(BINS - 1, (int) (m / x.max() * BINS))]++;
        shown++;
      }
    }
    Plot plot = new Plot(x, Axis.upTo(of, Math.max(4, Arrays.stream(count).max().orElse(1))));
    double width = x.max() / BINS;
    for (int b = 0; b < BINS; b++) {
      plot.bar(
          b * width,
          (b + 1) * width,
          count[b],
          "bar",
          "%s to %s: %d"
              .formatted(Numbers.metres(b * width), Numbers.metres((b + 1) * width), count[b]));
    }
    return new Section(
        "Position error, histogram",
        "How many %s are off by how much. %s".formatted(of, beyond(sorted.length - shown, x.max())),
        false,
        plot.svg("Histogram of position errors"));
  }

  private static String beyond(int count, double metres) {
    return count == 0
        ? ""
        : String.format(Locale.ROOT, "%d more lie beyond %s.", count, Numbers.metres(metres));
  }

  private static double[] sorted(PoseErrors errors) {
    return errors.measured().stream().mapToDouble(e -> e.metres()).sorted().toArray();
  }

  /** Percentiles, and the shares within thresholds. */
  static Section table(PoseErrors errors, List<PoseThreshold> thresholds, String of) {
    Percentiles metres = errors.metres();
    Percentiles degrees = errors.degrees();
    List<Html> rows =
        List.of(
            row("median", metres.median(), degrees.median()),
            row("75 % below", metres.at(75), degrees.at(75)),
            row("90 % below", metres.at(90), degrees.at(90)),
            row("largest", metres.at(100), degrees.at(100)));
    List<Html> shares =
        thresholds.stream()
            .map(
                t ->
                    Html.of(
                        "<tr><th scope=\"row\">within %s m and %s°</th><td colspan=\"2\">%s</td></tr>",
                        Numbers.brief(t.metres()),
                        Numbers.brief(t.degrees()),
                        Numbers.percent(errors.share(t))))
            .toList();
    return new Section(
        "Pose errors",
        "Shares are of all %d %s; one without a pose is within nothing."
            .formatted(errors.frames(), of),
        false,
        Html.of(
            "<div class=\"scroll\"><table><thead><tr><th></th><th>position</th><th>rotation</th></tr></thead><tbody>%s%s</tbody></table></div>",
            Html.join(rows), Html.join(shares)));
  }

  private static Html row(String name, double metres, double degrees) {
    return Html.of(
        "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>",
        name, Numbers.metres(metres), Numbers.degrees(degrees));
  }
}
