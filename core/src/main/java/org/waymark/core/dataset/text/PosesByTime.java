package org.waymark.core.dataset.text;

import java.util.Optional;
import org.waymark.core.dataset.index.Doubles;
import org.waymark.core.geometry.Pose;

/** Poses by time, found by the time of a picture. */
public final class PosesByTime {

  private final TimeAxis times = new TimeAxis();
  private final Doubles poses = new Doubles(7);

  /**
   * Appends a pose.
   *
   * @throws MalformedLineException when it is not later than the one before
   */
  public void add(long stampNanos, Pose p) {
    times.add(stampNanos);
    poses.add(p.x(), p.y(), p.z(), p.qx(), p.qy(), p.qz(), p.qw());
  }

  public int size() {
    return times.size();
  }

  public long stamp(int i) {
    return times.get(i);
  }

  public Pose pose(int i) {
    return new Pose(
        poses.get(i, 0),
        poses.get(i, 1),
        poses.get(i, 2),
        poses.get(i, 3),
        poses.get(i, 4),
        poses.get(i, 5),
        poses.get(i, 6));
  }

  /**
   * The pose whose time is nearest.
   *
   * @param toleranceNanos how far away it may be; empty when none is that near
   */
  public Optional<Pose> nearest(long stampNanos, long toleranceNanos) {
    var at = times.nearest(stampNanos, toleranceNanos);
    return at.isPresent() ? Optional.of(pose(at.getAsInt())) : Optional.empty();
  }
}
