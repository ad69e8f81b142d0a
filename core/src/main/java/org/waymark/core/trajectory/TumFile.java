package org.waymark.core.trajectory;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.text.Stamps;
import org.waymark.core.dataset.text.TumTrajectory;
import org.waymark.core.geometry.Pose;

/**
 * Trajectories as the TUM RGB-D benchmark writes them: {@code timestamp tx ty tz qx qy qz qw} a
 * line, the stamp in seconds, lines with {@code #} for comments.
 */
public final class TumFile {

  private static final String LINE = "timestamp tx ty tz qx qy qz qw";

  /** The comment that a file begins with, and the end of its line. */
  public static final String HEADER = "# " + LINE + "\n";

  private TumFile() {}

  /**
   * @throws WaymarkException when it cannot be read, is empty, or a line is no pose later than the
   *     one before, naming file and line
   */
  public static Trajectory read(Path file) {
    Problems problems = new Problems(1);
    var poses = TumTrajectory.read(file, problems);
    if (problems.count() > 0) {
      throw new WaymarkException(
          "%s; a line of a trajectory is: %s".formatted(problems.texts().getFirst(), LINE));
    }
    if (poses.size() == 0) {
      throw new WaymarkException("%s holds no pose; a line is: %s".formatted(file, LINE));
    }
    return new Trajectory(
        IntStream.range(0, poses.size())
            .mapToObj(i -> new StampedPose(poses.stamp(i), poses.pose(i)))
            .toList());
  }

  /** A pose as a line, with every digit and the end of the line. */
  public static String line(long stampNanos, Pose p) {
    return "%s %s %s %s %s %s %s %s\n"
        .formatted(
            Stamps.toSeconds(stampNanos), p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
  }

  /**
   * Writes every digit, so that reading gives the same poses.
   *
   * @throws WaymarkException when it cannot be written
   */
  public static void write(Path file, Trajectory trajectory) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write(HEADER);
      for (StampedPose stamped : trajectory.poses()) {
        writer.write(line(stamped.stampNanos(), stamped.pose()));
      }
    } catch (IOException e) {
      throw new WaymarkException("trajectory %s cannot be written: %s".formatted(file, e), e);
    }
  }
}
