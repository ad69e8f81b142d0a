package org.waymark.core.trajectory;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;

/**
 * Trajectories as the TUM RGB-D benchmark writes them: {@code timestamp tx ty tz qx qy qz qw} a
 * line, the stamp in seconds, lines with {@code #} for comments.
 */
public final class TumFile {

  /** Nobody drives longer; a longer file is something else. */
  private static final int MAX_POSES = 10_000_000;

  private static final int MAX_LINE = 1000;

  private TumFile() {}

  /**
   * @throws WaymarkException when it cannot be read or a line is no pose, naming file and line
   */
  public static Trajectory read(Path file) {
    List<StampedPose> poses = new ArrayList<>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          poses.add(parse(file, number, line));
        }
        if (poses.size() > MAX_POSES) {
          throw new WaymarkException(
              "%s has more than %d poses; that is no trajectory".formatted(file, MAX_POSES));
        }
      }
    } catch (CharacterCodingException e) {
      throw new WaymarkException("%s is no trajectory: it is not text".formatted(file), e);
    } catch (IOException e) {
      throw new WaymarkException("trajectory %s cannot be read: %s".formatted(file, e), e);
    }
    if (poses.isEmpty()) {
      throw new WaymarkException(
          "%s holds no pose; a line is: timestamp tx ty tz qx qy qz qw".formatted(file));
    }
    return new Trajectory(poses);
  }

  private static StampedPose parse(Path file, int number, String line) {
    String[] words = line.strip().split("[\\s,]+", -1);
    if (words.length != 8 || line.length() > MAX_LINE) {
      throw new WaymarkException(
          "%s:%d: %d values; a line is: timestamp tx ty tz qx qy qz qw"
              .formatted(file, number, words.length));
    }
    try {
      double[] v = new double[8];
      for (int i = 1; i < v.length; i++) {
        v[i] = Double.parseDouble(words[i]);
      }
      return new StampedPose(nanos(words[0]), new Pose(v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WaymarkException("%s:%d: no pose: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  /** Exactly: a double holds today's time only to a fraction of a microsecond. */
  private static long nanos(String seconds) {
    BigDecimal value = new BigDecimal(seconds);
    if (value.precision() - value.scale() > 12) {
      throw new ArithmeticException("a stamp of %s s".formatted(seconds));
    }
    return value.movePointRight(9).setScale(0, java.math.RoundingMode.HALF_EVEN).longValueExact();
  }

  /** Writes every digit, so that reading gives the same poses. */
  public static void write(Path file, Trajectory trajectory) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("# timestamp tx ty tz qx qy qz qw\n");
      for (StampedPose stamped : trajectory.poses()) {
        Pose p = stamped.pose();
        writer.write(
            "%s %s %s %s %s %s %s %s\n"
                .formatted(
                    BigDecimal.valueOf(stamped.stampNanos(), 9).toPlainString(),
                    p.x(),
                    p.y(),
                    p.z(),
                    p.qx(),
                    p.qy(),
                    p.qz(),
                    p.qw()));
      }
    } catch (IOException e) {
      throw new WaymarkException("trajectory %s cannot be written: %s".formatted(file, e), e);
    }
  }
}
