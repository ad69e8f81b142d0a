package org.waymark.core.label;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.waymark.core.WaymarkException;

/** Reads point clouds: {@code .ply}, and text with x, y, z at the start of each line. */
public final class PointClouds {

  /** What two gigabytes of coordinates hold; beyond, a cloud should be thinned. */
  static final int MOST_POINTS = 150_000_000;

  private PointClouds() {}

  /**
   * @throws WaymarkException when the file is missing, malformed, too large or without points,
   *     naming the line or point
   */
  public static PointCloud read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new WaymarkException("there is no point cloud %s".formatted(file.toAbsolutePath()));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      float[] coordinates =
          file.toString().toLowerCase(Locale.ROOT).endsWith(".ply")
              ? new PlyReader(file, in).read()
              : readText(file, in);
      if (coordinates.length == 0) {
        throw new WaymarkException("%s holds no points".formatted(file));
      }
      return new PointCloud(coordinates);
    } catch (IOException e) {
      throw new WaymarkException(
          "point cloud %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static float[] readText(Path file, InputStream in) throws IOException {
    BufferedReader reader =
        new BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.ISO_8859_1));
    float[] coordinates = new float[3 << 10];
    int n = 0;
    long number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith("//")) {
        continue;
      }
      String[] fields = text.split("[\\s,;]+", 4);
      if (fields.length < 3) {
        throw new WaymarkException(
            "%s:%d: '%s' has no x, y and z".formatted(file, number, shorten(text)));
      }
      if (n == coordinates.length) {
        if (n / 3 >= MOST_POINTS) {
          throw tooMany(file);
        }
        coordinates = Arrays.copyOf(coordinates, (int) Math.min(2L * n, 3L * MOST_POINTS));
      }
      for (int axis = 0; axis < 3; axis++) {
        coordinates[n++] = number(file, "line " + number, fields[axis]);
      }
    }
    return Arrays.copyOf(coordinates, n);
  }

  /** A coordinate from text; {@code place} says where it stood. */
  static float number(Path file, String place, String text) {
    try {
      return finite(file, place, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new WaymarkException(
          "%s, %s: '%s' is no coordinate".formatted(file, place, shorten(text)), e);
    }
  }

  static float finite(Path file, String place, double value) {
    if (!Float.isFinite((float) value)) {
      throw new WaymarkException(
          "%s, %s: %s is no coordinate; remove invalid points".formatted(file, place, value));
    }
    return (float) value;
  }

  static WaymarkException tooMany(Path file) {
    return new WaymarkException(
        "%s holds more than %d points; thin it, one point per 5 cm is plenty"
            .formatted(file, MOST_POINTS));
  }

  private static String shorten(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
