package org.waymark.trainer.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** A plot of lines as SVG, which browsers and documents show without anything else. */
final class LinePlot {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 130;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int TICKS = 5;

  /** Points that a line keeps: beyond, neighbours are averaged. */
  private static final int MAX_POINTS = 400;

  /** Okabe and Ito's colours, which colour-blind people can tell apart. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00");

  private final String title;
  private final String xLabel;
  private final SequencedMap<String, List<double[]>> lines = new LinkedHashMap<>();

  LinePlot(String title, String xLabel) {
    this.title = title;
    this.xLabel = xLabel;
  }

  /** Adds a line through {@code [point][x, y]}. */
  LinePlot line(String name, List<double[]> points) {
    lines.put(name, thinned(points));
    return this;
  }

  private static List<double[]> thinned(List<double[]> points) {
    int group = (points.size() + MAX_POINTS - 1) / MAX_POINTS;
    if (group <= 1) {
      return points;
    }
    List<double[]> result = new java.util.ArrayList<>();
    for (int from = 0; from < points.size(); from += group) {
      List<double[]> some = points.subList(from, Math.min(from + group, points.size()));
      result.add(
          new double[] {
            some.getLast()[0], some.stream().mapToDouble(point -> point[1]).average().orElse(0)
          });
    }
    return result;
  }

  String toSvg() {
    List<double[]> all = lines.values().stream().flatMap(List::stream).toList();
    double minX = all.stream().mapToDouble(p -> p[0]).min().orElse(0);
    double maxX = Math.max(all.stream().mapToDouble(p -> p[0]).max().orElse(1), minX + 1);
    double maxY = Math.max(all.stream().mapToDouble(p -> p[1]).max().orElse(1), 1e-9);
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="24" font-size="15">%s</text>
        <text x="%d" y="%d" text-anchor="middle">%s</text>
        """
            .formatted(
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT,
                LEFT,
                title,
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12,
                xLabel));
    for (int i = 0; i <= TICKS; i++) {
      double y = y(maxY * i / TICKS, maxY);
      double x = x(minX + (maxX - minX) * i / TICKS, minX, maxX);
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>\n",
              LEFT,
              y,
              WIDTH - RIGHT,
              LEFT - 6,
              y + 4,
              maxY * i / TICKS));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n",
              x,
              HEIGHT - BOTTOM + 18,
              minX + (maxX - minX) * i / TICKS));
    }
    int line = 0;
    for (Map.Entry<String, List<double[]>> entry : lines.entrySet()) {
      String colour = COLOURS.get(line % COLOURS.size());
      StringBuilder points = new StringBuilder();
      entry
          .getValue()
          .forEach(
              p ->
                  points.append(
                      String.format(
                          Locale.ROOT, "%.1f,%.1f ", x(p[0], minX, maxX), y(p[1], maxY))));
      svg.append(
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>\n"
              .formatted(colour, points.toString().strip()));
      svg.append(
          "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n"
              .formatted(WIDTH - RIGHT + 10, TOP + 12 + 18 * line, colour, entry.getKey()));
      line++;
    }
    return svg.append("</svg>\n").toString();
  }

  private static double x(double value, double min, double max) {
    return LEFT + (value - min) / (max - min) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, double max) {
    return HEIGHT - BOTTOM - value / max * (HEIGHT - TOP - BOTTOM);
  }
}
