package org.waymark.bridge.frame;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.bridge.tf.TransformTrack;

/**
 * A robot's odometry over the last seconds, interpolated at a picture's stamp. A picture often
 * comes before the odometry that covers it: the motion of the last two messages is then continued
 * for a short while, which is off by half the acceleration times the square of that time (5 mm at 1
 * m/s^2 and 100 ms), rather than holding the picture back.
 *
 * <p>Safe for use by many threads.
 */
public final class OdometryTrack {

  public static final Duration DEFAULT_HISTORY = Duration.ofSeconds(10);
  public static final Duration DEFAULT_AHEAD = Duration.ofMillis(100);

  private final Duration history;
  private final Duration ahead;
  private final NavigableMap<Long, List<Double>> covariances = new TreeMap<>();
  private TransformTrack poses;
  private String parent = FrameIds.ODOM;
  private String child = FrameIds.BASE_LINK;

  /**
   * Makes an empty track.
   *
   * @param history how long odometry is kept
   * @param ahead how far beyond the last message its motion may be continued
   */
  public OdometryTrack(Duration history, Duration ahead) {
    this.history = history;
    this.ahead = ahead;
    this.poses = new TransformTrack(history);
  }

  /**
   * Adds a message. When it speaks of other frames than the one before, or its time jumps back by
   * more than the history, the track begins anew.
   *
   * @throws IllegalArgumentException when its orientation is no rotation
   */
  public synchronized void add(Odometry message) {
    String newParent = orElse(message.header().frameId(), FrameIds.ODOM);
    String newChild = orElse(message.childFrameId(), FrameIds.BASE_LINK);
    var pose = RosPoses.pose(message.pose().pose());
    long stamp = message.header().stamp();
    if (!newParent.equals(parent)
        || !newChild.equals(child)
        || (!poses.isEmpty() && stamp < poses.lastNanos() - history.toNanos())) {
      forget();
      parent = newParent;
      child = newChild;
    }
    poses.add(stamp, pose);
    covariances.put(stamp, Covariances.orUnknown(message.pose().covariance()));
    covariances.headMap(poses.firstNanos()).clear();
  }

  /** Forgets everything, as after a jump of the clock. */
  public synchronized void forget() {
    poses = new TransformTrack(history);
    covariances.clear();
  }

  /**
   * The odometry at a time, with the covariance of the message at or before it.
   *
   * @return empty where nothing near that time is known
   */
  public synchronized Optional<org.waymark.core.geometry.Odometry> at(long stampNanos) {
    return poses
        .at(stampNanos, ahead)
        .map(
            pose ->
                new org.waymark.core.geometry.Odometry(
                    child, pose, covariances.floorEntry(stampNanos).getValue()));
  }

  /** The frame in which the odometry is, usually {@code odom}. */
  public synchronized String parent() {
    return parent;
  }

  private static String orElse(String frameId, String usual) {
    return frameId.isEmpty() ? usual : FrameIds.plain(frameId);
  }
}
