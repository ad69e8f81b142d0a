package org.waymark.core.dataset.text;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.index.OdometryColumn;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * The odometry of a sequence: TUM's form of trajectories, {@code seconds x y z qx qy qz qw}, of
 * base_link in the odom frame. A line may go on with the 21 numbers of the upper triangle of the
 * 6x6 covariance, row after row, as g2o writes symmetric matrices.
 */
public final class OdometryTrack {

  private static final int POSE_VALUES = 8;
  private static final String LINE =
      "seconds x y z qx qy qz qw, then 21 numbers of covariance or none";

  private final TimeAxis times = new TimeAxis();
  private final OdometryColumn column = new OdometryColumn();

  private OdometryTrack() {}

  /** No odometry at all. */
  public static OdometryTrack empty() {
    return new OdometryTrack();
  }

  /** Reads a file; malformed lines go to {@code problems}. */
  public static OdometryTrack read(Path file, Problems problems) {
    OdometryTrack track = new OdometryTrack();
    try (WordLines lines = WordLines.open(file)) {
      lines.forEach(problems, track::add);
    }
    return track;
  }

  private void add(Line line) {
    boolean bare = line.words().size() == POSE_VALUES;
    if (!bare) {
      line.requireWords(POSE_VALUES + OdometryColumn.TRIANGLE, LINE);
    }
    Odometry odometry;
    try {
      Pose pose = PoseWords.xyzThenXyzw(line.numbers(1, POSE_VALUES - 1));
      odometry =
          bare
              ? Odometry.ofPose(pose)
              : OdometryColumn.ofTriangle(pose, line.numbers(POSE_VALUES, OdometryColumn.TRIANGLE));
    } catch (IllegalArgumentException e) {
      throw new MalformedLineException(String.valueOf(e.getMessage()));
    }
    times.add(Stamps.ofSeconds(line.word(0)));
    column.add(odometry);
  }

  /** How many lines hold odometry. */
  public int size() {
    return times.size();
  }

  /** The odometry of a line, counted from 0 among those that hold some. */
  public Optional<Odometry> get(int i) {
    return column.get(i);
  }

  /**
   * The odometry whose time is nearest.
   *
   * @param toleranceNanos how far away it may be; empty when none is that near
   */
  public Optional<Odometry> nearest(long stampNanos, long toleranceNanos) {
    OptionalInt at = times.nearest(stampNanos, toleranceNanos);
    return at.isPresent() ? get(at.getAsInt()) : Optional.empty();
  }

  /** Odometry as a line with every digit and the end of the line. */
  public static String line(long stampNanos, Odometry odometry) {
    Pose p = odometry.pose();
    StringBuilder text = new StringBuilder(Stamps.toSeconds(stampNanos));
    for (double value : new double[] {p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw()}) {
      text.append(' ').append(value);
    }
    for (double value : OdometryColumn.triangle(odometry)) {
      text.append(' ').append(value);
    }
    return text.append('\n').toString();
  }
}
