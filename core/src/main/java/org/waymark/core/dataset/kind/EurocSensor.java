package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.text.Unreadable;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * What EuRoC's {@code sensor.yaml} says of a camera: three lists of numbers, found by the keys
 * before them. Distortion is left out: pictures are used as they are.
 *
 * @param cameraToBody {@code T_BS}
 */
record EurocSensor(Pose cameraToBody, Intrinsics intrinsics) {

  private static final long MAX_BYTES = 1 << 16;

  /**
   * Reads a file.
   *
   * @throws WaymarkException when it is missing or lacks a list
   */
  static EurocSensor read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new WaymarkException(
            "%s has %d bytes; that is no sensor's description".formatted(file, Files.size(file)));
      }
      String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
      double[] transform = list(file, text, "T_BS", 16);
      double[] focal = list(file, text, "intrinsics", 4);
      double[] size = list(file, text, "resolution", 2);
      return new EurocSensor(
          Pose.ofMatrix(transform),
          new Intrinsics((int) size[0], (int) size[1], focal[0], focal[1], focal[2], focal[3]));
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The first list in brackets after a key at the beginning of a line. */
  private static double[] list(Path file, String text, String key, int count) {
    Matcher matcher =
        Pattern.compile("(?m)^" + key + ":[^\\[]{0,200}\\[([^\\]]{0,1000})\\]").matcher(text);
    if (matcher.find()) {
      try {
        double[] numbers =
            Arrays.stream(matcher.group(1).strip().split("\\s*,\\s*", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (numbers.length == count) {
          return numbers;
        }
      } catch (NumberFormatException e) {
        // Said below, as for a list of another length.
      }
    }
    throw new WaymarkException(
        "%s holds no list of %d numbers after '%s:'".formatted(file, count, key));
  }
}
