package org.waymark.indexer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as inline SVG: axes with ticks, and whatever is drawn between them. Colours come from the
 * page's style sheet by class, so that it suits light and dark.
 */
final class Plot {

  private static final int WIDTH = 560;
  private static final int LEFT = 58;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 46;

  private final Axis x;
  private final Axis y;
  private final double width;
  private final double height;
  private final List<Html> marks = new ArrayList<>();

  /** A chart of the usual shape. */
  Plot(Axis x, Axis y) {
    this(x, y, WIDTH - LEFT - RIGHT, 280);
  }

  /**
   * @param width of the area between the axes
   * @param height likewise
   */
  Plot(Axis x, Axis y, double width, double height) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }

  private double px(double value) {
    return LEFT + x.fraction(value) * width;
  }

  private double py(double value) {
    return TOP + (1 - y.fraction(value)) * height;
  }

  private static String n(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }

  /** A line through points, in a class of its colour. */
  Plot line(double[] xs, double[] ys, String style) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      points.append(i == 0 ? "" : " ").append(n(px(xs[i]))).append(',').append(n(py(ys[i])));
    }
    marks.add(Html.of("<polyline class=\"line %s\" points=\"%s\"/>", style, points));
    return this;
  }

  /** A point that says what it is when pointed at. */
  Plot dot(double atX, double atY, double radius, String style, String says) {
    marks.add(
        Html.of(
            "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>",
            style, n(px(atX)), n(py(atY)), n(radius), says));
    return this;
  }

  /** A cross, told from a point without its colour. */
  Plot cross(double atX, double atY, double radius, String style, String says) {
    String path =
        String.format(
            Locale.ROOT,
            "M%1$.1f %2$.1fl%3$.1f %3$.1fm0 -%3$.1fl-%3$.1f %3$.1f",
            px(atX) - radius,
            py(atY) - radius,
            2 * radius);
    marks.add(
        Html.of("<path class=\"cross %s\" d=\"%s\"><title>%s</title></path>", style, path, says));
    return this;
  }

  Plot segment(double x1, double y1, double x2, double y2, String style) {
    marks.add(
        Html.of(
            "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
            style, n(px(x1)), n(py(y1)), n(px(x2)), n(py(y2))));
    return this;
  }

  /** A bar that stands on the axis. */
  Plot bar(double from, double to, double value, String style, String says) {
    double gap = Math.min(2, (px(to) - px(from)) / 6);
    marks.add(
        Html.of(
            "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>",
            style,
            n(px(from) + gap / 2),
            n(py(value)),
            n(Math.max(0.5, px(to) - px(from) - gap)),
            n(py(y.min()) - py(value)),
            says));
    return this;
  }

  /** A word beside a point of the chart. */
  Plot label(double atX, double atY, String anchor, String text) {
    marks.add(
        Html.of(
            "<text class=\"note\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
            n(px(atX)), n(py(atY)), anchor, text));
    return this;
  }

  /**
   * @param title what a reader who does not see it is told
   */
  Html svg(String title) {
    List<Html> axes = new ArrayList<>();
    for (double t : x.ticks()) {
      axes.add(
          Html.of(
              "<line class=\"grid\" x1=\"%1$s\" y1=\"%2$s\" x2=\"%1$s\" y2=\"%3$s\"/>"
                  + "<text class=\"tick\" x=\"%1$s\" y=\"%4$s\" text-anchor=\"middle\">%5$s</text>",
              n(px(t)), n(TOP), n(TOP + height), n(TOP + height + 16), x.text(t)));
    }
    for (double t : y.ticks()) {
      axes.add(
          Html.of(
              "<line class=\"grid\" x1=\"%1$s\" y1=\"%3$s\" x2=\"%2$s\" y2=\"%3$s\"/>"
                  + "<text class=\"tick\" x=\"%4$s\" y=\"%5$s\" text-anchor=\"end\">%6$s</text>",
              n(LEFT), n(LEFT + width), n(py(t)), n(LEFT - 8), n(py(t) + 4), y.text(t)));
    }
    axes.add(
        Html.of(
            "<text class=\"axis\" x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
            n(LEFT + width / 2), n(TOP + height + 38), x.label()));
    axes.add(
        Html.of(
            "<text class=\"axis\" transform=\"translate(14 %s) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            n(TOP + height / 2), y.label()));
    return Html.of(
        "<svg role=\"img\" viewBox=\"0 0 %s %s\" style=\"max-width:%spx\"><title>%s</title>%s%s</svg>",
        Math.round(LEFT + width + RIGHT),
        Math.round(TOP + height + BOTTOM),
        Math.round(1.2 * (LEFT + width + RIGHT)),
        title,
        Html.join(axes),
        Html.join(marks));
  }
}
