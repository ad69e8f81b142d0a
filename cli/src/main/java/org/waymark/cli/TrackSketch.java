package org.waymark.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.waymark.core.dataset.summary.Track;

/**
 * A trajectory seen along the axis in which it extends least, drawn with characters: Braille
 * patterns of 2 x 4 dots each, or where these cannot be shown an asterisk for each character that
 * has a point in it. Both axes are to the same scale.
 */
final class TrackSketch {

  private static final int BRAILLE = 0x2800;

  /** The bit of each dot of a Braille pattern, {@code [row][column]}. */
  private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private static final String[] AXES = {"x", "y", "z"};

  private final boolean braille;
  private final int columns;
  private final int rows;

  /**
   * @param columns and rows of characters that may be used
   */
  TrackSketch(boolean braille, int columns, int rows) {
    this.braille = braille;
    this.columns = columns;
    this.rows = rows;
  }

  /** The picture in lines, the last of which says what is shown; nothing without positions. */
  List<String> draw(Track track) {
    if (track.count() == 0) {
      return List.of();
    }
    List<Double> extent = track.extentMetres();
    int flat =
        IntStream.of(2, 1, 0).reduce((a, b) -> extent.get(b) < extent.get(a) ? b : a).orElse(2);
    int across = flat == 0 ? 1 : 0;
    int up = flat == 2 ? 1 : 2;
    int dotsPerColumn = braille ? 2 : 1;
    int dotsPerRow = braille ? 4 : 1;
    // A character is twice as high as wide, so that a dot of a pattern is square and a cell is not.
    double dotHeight = braille ? 1 : 2;
    double metresPerDot =
        Math.max(
            extent.get(across) / (columns * dotsPerColumn - 1),
            extent.get(up) / ((rows * dotsPerRow - 1) * dotHeight));
    if (!(metresPerDot > 0)) {
      metresPerDot = 1;
    }
    int width = (int) Math.round(extent.get(across) / metresPerDot) / dotsPerColumn + 1;
    int height = (int) Math.round(extent.get(up) / (metresPerDot * dotHeight)) / dotsPerRow + 1;
    int[][] cells = new int[height][width];
    for (int i = 0; i < track.kept(); i++) {
      int x = dot(track.coordinate(i, across) - track.lowest().get(across), metresPerDot);
      int y = dot(track.coordinate(i, up) - track.lowest().get(up), metresPerDot * dotHeight);
      int top = height * dotsPerRow - 1 - y;
      cells[top / dotsPerRow][x / dotsPerColumn] |=
          braille ? DOTS[top % dotsPerRow][x % dotsPerColumn] : 1;
    }
    List<String> lines = new java.util.ArrayList<>();
    Arrays.stream(cells).map(this::line).forEach(lines::add);
    lines.add(
        String.format(
            Locale.ROOT,
            "%s to the right, %s upwards, %.1f x %.1f m",
            AXES[across],
            AXES[up],
            extent.get(across),
            extent.get(up)));
    return lines;
  }

  private static int dot(double metres, double metresPerDot) {
    return (int) Math.round(metres / metresPerDot);
  }

  private String line(int[] cells) {
    StringBuilder line = new StringBuilder();
    for (int cell : cells) {
      line.append(cell == 0 ? ' ' : braille ? (char) (BRAILLE + cell) : '*');
    }
    return line.toString().stripTrailing();
  }
}
