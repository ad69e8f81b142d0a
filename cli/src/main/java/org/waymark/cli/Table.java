package org.waymark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Aligned columns of text for a terminal. */
final class Table {

  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  /** A table without rows. */
  Table() {}

  Table(String... first) {
    rows.add(first);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  /** A number with a point, whatever the locale; a dash where there is none. */
  static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] width = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(i == 0 ? "" : GAP).append(String.format("%-" + width[i] + "s", row[i]));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
