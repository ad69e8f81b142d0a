package org.waymark.bridge.live.in;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.PoseWithCovariance;
import org.waymark.bridge.frame.FrameContext;
import org.waymark.bridge.frame.OdometryTrack;
import org.waymark.bridge.frame.Priors;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.tf.TransformException;
import org.waymark.bridge.tf.TransformTree;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * What a robot knows beside its pictures: transforms, odometry, and a guess that somebody gave.
 * Safe for use by many threads.
 */
public final class RobotSenses {

  private final RobotConfig.Frames frames;
  private final TransformTree tree;
  private final OdometryTrack odometry =
      new OdometryTrack(OdometryTrack.DEFAULT_HISTORY, OdometryTrack.DEFAULT_AHEAD);
  private final AtomicReference<@Nullable PoseWithCovariance> prior = new AtomicReference<>();
  private volatile @Nullable String problem;

  public RobotSenses(RobotConfig.Frames frames, TransformTree tree) {
    this.frames = frames;
    this.tree = tree;
  }

  /** Takes a message of odometry; one that holds no rotation is told in diagnostics. */
  public void onOdometry(org.waymark.bridge.message.nav_msgs.Odometry message) {
    try {
      odometry.add(message);
    } catch (IllegalArgumentException e) {
      problem = "odometry: " + e.getMessage();
    }
  }

  /** Takes a guess for the next frame. */
  public void onInitialPose(PoseWithCovarianceStamped message) {
    try {
      prior.set(Priors.of(message, frames.map()));
    } catch (WaymarkException e) {
      problem = e.getMessage();
    }
  }

  /** Whether a guess waits for a frame. */
  boolean hasPrior() {
    return prior.get() != null;
  }

  /** What goes with a picture; takes the guess that waits. */
  FrameContext context(Optional<Intrinsics> intrinsics, Optional<Pose> mounting, long stampNanos) {
    return new FrameContext(
        intrinsics, mounting, odometry(stampNanos), Optional.ofNullable(prior.getAndSet(null)));
  }

  /** The odometry of base_link at a time, of its topic. */
  Optional<Odometry> odometry(long stampNanos) {
    return odometry.at(stampNanos).flatMap(found -> ofBase(found, stampNanos));
  }

  /**
   * Odometry may speak of another frame on the robot, such as base_footprint. Beyond the bridge the
   * robot's frame has one name.
   */
  private Optional<Odometry> ofBase(Odometry found, long stampNanos) {
    if (found.frame().equals(frames.base())) {
      return Optional.of(new Odometry(Odometry.BASE_LINK, found.pose(), found.covariance()));
    }
    try {
      Pose baseInChild = tree.lookup(found.frame(), frames.base(), stampNanos);
      return Optional.of(
          new Odometry(Odometry.BASE_LINK, found.pose().compose(baseInChild), found.covariance()));
    } catch (TransformException e) {
      problem = "odometry: " + e.getMessage();
      return Optional.empty();
    }
  }

  /**
   * Where base_link is in the odom frame at a time: by the transforms, which are what others will
   * put behind {@code map -> odom}, or by the odometry's topic if it is of that frame.
   *
   * @throws TransformException when neither knows
   */
  public Pose odomToBase(long stampNanos) {
    try {
      return tree.lookup(frames.odom(), frames.base(), stampNanos);
    } catch (TransformException e) {
      return odometry(stampNanos)
          .filter(found -> odometry.parent().equals(frames.odom()))
          .map(Odometry::pose)
          .orElseThrow(() -> e);
    }
  }

  /**
   * How a camera is mounted: the pose of its frame in base_link.
   *
   * @throws TransformException when the transforms do not say
   */
  public Pose mounting(String camera, long stampNanos) {
    return tree.lookup(frames.base(), camera, stampNanos);
  }

  /** Forgets what moved, as after a jump back of the clock. */
  public void forgetMoving() {
    odometry.forget();
    tree.forgetMoving();
  }

  /** What was wrong last with odometry or a guess. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
