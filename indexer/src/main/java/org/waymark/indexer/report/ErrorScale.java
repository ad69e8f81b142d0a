package org.waymark.indexer.report;

import java.util.ArrayList;
import java.util.List;
import org.waymark.core.metric.Percentiles;

/**
 * Four classes of position errors, from blue to orange in colours that most colour-blind readers
 * tell apart, around the median: half of it, it, and its double, rounded to 1, 2 or 5.
 *
 * @param bounds upper ends of the first three classes, in metres
 */
record ErrorScale(double[] bounds) {

  static ErrorScale of(Percentiles metres) {
    double median = metres.median();
    // Rounded to the nearest on a scale of ratios, where 1.5 is half way from 1 to 2 and so on.
    double middle = median > 1e-3 ? Numbers.round125(median * 1.45) : 0.5;
    return new ErrorScale(new double[] {middle / 2, middle, 2 * middle});
  }

  private int classOf(double metres) {
    int i = 0;
    while (i < bounds.length && metres > bounds[i]) {
      i++;
    }
    return i;
  }

  /** The style of a mark. */
  String style(double metres) {
    return "e" + classOf(metres);
  }

  /**
   * What each colour means, and how many there are of it.
   *
   * @param crosses whether wrong results are marked
   * @param grey what the grey points are
   */
  Html legend(double[] metres, boolean crosses, String grey) {
    int[] count = new int[bounds.length + 1];
    for (double m : metres) {
      count[classOf(m)]++;
    }
    List<Html> items = new ArrayList<>();
    for (int i = 0; i < count.length; i++) {
      items.add(
          item(
              Html.of("<circle class=\"e%s\" cx=\"7\" cy=\"7\" r=\"5\"/>", i),
              "%s m (%d)".formatted(name(i), count[i])));
    }
    if (crosses) {
      items.add(
          item(
              Html.of("<path class=\"cross e3\" d=\"M3 3l8 8m0 -8l-8 8\"/>"),
              "first result is wrong"));
    }
    items.add(item(Html.of("<circle class=\"place\" cx=\"7\" cy=\"7\" r=\"3\"/>"), grey));
    return Html.of("<ul class=\"legend\">%s</ul>", Html.join(items));
  }

  private String name(int i) {
    if (i == 0) {
      return "up to " + Numbers.brief(bounds[0]);
    }
    return i == bounds.length
        ? "over " + Numbers.brief(bounds[i - 1])
        : Numbers.brief(bounds[i - 1]) + " to " + Numbers.brief(bounds[i]);
  }

  private static Html item(Html mark, String text) {
    return Html.of("<li><svg viewBox=\"0 0 14 14\">%s</svg>%s</li>", mark, text);
  }
}
