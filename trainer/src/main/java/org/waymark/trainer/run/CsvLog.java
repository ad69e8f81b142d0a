package org.waymark.trainer.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table of numbers that grows line by line; its second column is the step. A training that goes
 * on from a checkpoint drops the lines behind it: those steps are taken again.
 */
final class CsvLog implements AutoCloseable {

  private final Path file;
  private final List<double[]> rows;
  private final BufferedWriter writer;

  /**
   * Opens a table, new or not.
   *
   * @param columns their names
   * @param lastStep lines of later steps are dropped, as is a last line cut short
   */
  CsvLog(RunDirectory run, String name, List<String> columns, long lastStep) {
    file = run.file(name);
    try {
      rows = Files.exists(file) ? read(file, columns.size(), lastStep) : new ArrayList<>();
      StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
      rows.forEach(row -> text.append(line(row)));
      run.replace(file, text.toString());
      writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RunDirectory.unwritable(file, e);
    }
  }

  private static List<double[]> read(Path file, int columns, long lastStep) throws IOException {
    List<double[]> rows = new ArrayList<>();
    String content = Files.readString(file);
    String whole = content.substring(0, content.lastIndexOf('\n') + 1);
    for (String line : whole.lines().skip(1).toList()) {
      String[] words = line.split(",", -1);
      if (words.length == columns) {
        double[] row = Arrays.stream(words).mapToDouble(CsvLog::number).toArray();
        if (row[1] <= lastStep) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static double number(String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String line(double[] row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      boolean whole = row[i] == Math.rint(row[i]) && Math.abs(row[i]) < 1e15;
      line.append(i == 0 ? "" : ",")
          .append(
              whole ? String.valueOf((long) row[i]) : String.format(Locale.ROOT, "%.9g", row[i]));
    }
    return line.append('\n').toString();
  }

  /** Adds a line, on the disk at once. */
  void add(double... row) {
    rows.add(row);
    try {
      writer.write(line(row));
      writer.flush();
    } catch (IOException e) {
      throw RunDirectory.unwritable(file, e);
    }
  }

  /** Two columns of all lines, for a plot: {@code [line][x, y]}. */
  List<double[]> columns(int x, int y) {
    return rows.stream().map(row -> new double[] {row[x], row[y]}).toList();
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw RunDirectory.unwritable(file, e);
    }
  }
}
