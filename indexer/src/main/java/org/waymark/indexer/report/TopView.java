package org.waymark.indexer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Positions seen from above, in metres on axes of one scale. Of three axes the one along which
 * positions differ least is left out, for not every map's z points up.
 */
final class TopView {

  /** A page with more marks is slow to scroll and no clearer. */
  private static final int MOST_MARKS = 3000;

  private static final double WIDTH = 1020;
  private static final double MAX_HEIGHT = 480;
  private static final double MIN_SIDE = 90;

  /**
   * A query.
   *
   * @param position where it was
   * @param found where its first result is, or where it was localized
   * @param metres between the two
   * @param right whether the first result is right
   */
  record Mark(
      String id, double[] position, Optional<double[]> found, double metres, boolean right) {}

  private TopView() {}

  /**
   * @param places positions of the map
   * @param queries with their errors
   */
  static Html of(List<double[]> places, List<Mark> queries, ErrorScale scale) {
    List<Mark> marks = thin(queries);
    List<double[]> map = thin(places);
    List<double[]> all = Stream.concat(map.stream(), marks.stream().map(Mark::position)).toList();
    int[] plane = plane(all);
    Axis[] axes = axes(all, plane);
    double perMetre =
        Math.min(
            WIDTH / (axes[0].max() - axes[0].min()), MAX_HEIGHT / (axes[1].max() - axes[1].min()));
    Plot plot =
        new Plot(
            axes[0],
            axes[1],
            perMetre * (axes[0].max() - axes[0].min()),
            perMetre * (axes[1].max() - axes[1].min()));
    double[] origin = {offset(all, plane[0]), offset(all, plane[1])};
    for (double[] place : map) {
      plot.dot(place[plane[0]] - origin[0], place[plane[1]] - origin[1], 2, "place", "map");
    }
    for (Mark mark : marks) {
      double x = mark.position()[plane[0]] - origin[0];
      double y = mark.position()[plane[1]] - origin[1];
      if (!mark.right()) {
        mark.found()
            .ifPresent(
                to ->
                    plot.segment(x, y, to[plane[0]] - origin[0], to[plane[1]] - origin[1], "link"));
      }
    }
    for (Mark mark : marks) {
      double x = mark.position()[plane[0]] - origin[0];
      double y = mark.position()[plane[1]] - origin[1];
      String says = "%s: off by %s".formatted(mark.id(), Numbers.metres(mark.metres()));
      String style = scale.style(mark.metres());
      if (mark.right()) {
        plot.dot(x, y, 4, style, says);
      } else {
        plot.cross(x, y, 3.4, style, says);
      }
    }
    return plot.svg("Positions of queries seen from above, coloured by their position errors");
  }

  private static <T> List<T> thin(List<T> all) {
    int step = Math.ceilDiv(Math.max(1, all.size()), MOST_MARKS);
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      kept.add(all.get(i));
    }
    return kept;
  }

  /** The two axes with the greatest extents, in their order. */
  private static int[] plane(List<double[]> all) {
    if (all.getFirst().length == 2) {
      return new int[] {0, 1};
    }
    int least = 2;
    for (int axis = 1; axis >= 0; axis--) {
      if (extent(all, axis) < extent(all, least)) {
        least = axis;
      }
    }
    return switch (least) {
      case 0 -> new int[] {1, 2};
      case 1 -> new int[] {0, 2};
      default -> new int[] {0, 1};
    };
  }

  private static double extent(List<double[]> all, int axis) {
    return max(all, axis) - min(all, axis);
  }

  private static double min(List<double[]> all, int axis) {
    return all.stream().mapToDouble(p -> p[axis]).min().orElse(0);
  }

  private static double max(List<double[]> all, int axis) {
    return all.stream().mapToDouble(p -> p[axis]).max().orElse(0);
  }

  /** What is subtracted from coordinates that are large beside their extent, as in UTM. */
  private static double offset(List<double[]> all, int axis) {
    double min = min(all, axis);
    return Math.abs(min) > 1000 && Math.abs(min) > 10 * extent(all, axis)
        ? Math.floor(min / 100) * 100
        : 0;
  }

  private static Axis[] axes(List<double[]> all, int[] plane) {
    double longest = Math.max(extent(all, plane[0]), extent(all, plane[1]));
    double margin = longest > 0 ? longest / 20 : 1;
    // A street straight along one axis still needs room for the ticks of the other.
    double least = (longest + 2 * margin) * MIN_SIDE / WIDTH;
    Axis[] axes = new Axis[2];
    for (int i = 0; i < 2; i++) {
      double origin = offset(all, plane[i]);
      double extent = Math.max(extent(all, plane[i]) + 2 * margin, least);
      double middle = (min(all, plane[i]) + max(all, plane[i])) / 2 - origin;
      axes[i] =
          Axis.between(
              name(all.getFirst().length, plane[i], origin),
              middle - extent / 2,
              middle + extent / 2);
    }
    return axes;
  }

  private static String name(int axes, int axis, double origin) {
    String name = axes == 2 ? (axis == 0 ? "east" : "north") : "xyz".substring(axis, axis + 1);
    return origin == 0 ? name + ", m" : "%s of %.0f, m".formatted(name, origin);
  }
}
