package org.waymark.bridge.live.in;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

  /** A robot may be elsewhere by the time that a later picture comes. */
  private static final long GUESS_HOLDS_NANOS = 10_000_000_000L;

  private final RobotConfig.Frames frames;
  private final TransformTree tree;
  private final OdometryTrack odometry =
      new OdometryTrack(OdometryTrack.DEFAULT_HISTORY, OdometryTrack.DEFAULT_AHEAD);
  private final AtomicReference<@Nullable Guess> guess = new AtomicReference<>();
  private final RecentProblem odometryProblem = new RecentProblem();
  private final RecentProblem guessProblem = new RecentProblem();

  public RobotSenses(RobotConfig.Frames frames, TransformTree tree) {
    this.frames = frames;
    this.tree = tree;
  }

  /** Takes a message of odometry; one that holds no rotation is told in diagnostics. */
  public void onOdometry(org.waymark.bridge.message.nav_msgs.Odometry message) {
    try {
      odometry.add(message);
    } catch (IllegalArgumentException e) {
      odometryProblem.tell("odometry: " + e.getMessage());
    }
  }

  /**
   * Takes a guess, for the first picture that comes after it.
   *
   * @param receivedNanos now, in ROS time
   */
  public void onInitialPose(PoseWithCovarianceStamped message, long receivedNanos) {
    try {
      guess.set(new Guess(Priors.of(message, frames.map()), receivedNanos));
      guessProblem.clear();
    } catch (WaymarkException e) {
      guessProblem.tell(String.valueOf(e.getMessage()));
    }
  }

  /** Whether a guess waits for a picture that came at that time. */
  boolean hasGuess(long receivedNanos) {
    Guess waiting = guess.get();
    return waiting != null && waiting.receivedNanos() <= receivedNanos;
  }

  /**
   * Takes the guess that waits, for a picture that came at that time. One that was waiting in a
   * queue when the guess came is not what the guess is about.
   */
  Optional<Guess> takeGuess(long receivedNanos) {
    Guess waiting = guess.get();
    if (waiting == null
        || waiting.receivedNanos() > receivedNanos
        || !guess.compareAndSet(waiting, null)) {
      return Optional.empty();
    }
    double waited = (receivedNanos - waiting.receivedNanos()) / 1e9;
    if (receivedNanos - waiting.receivedNanos() > GUESS_HOLDS_NANOS) {
      guessProblem.tell(
          "the pose estimate of %.0f s ago was not used: no picture came in time; give it again"
              .formatted(waited));
      return Optional.empty();
    }
    return Optional.of(waiting);
  }

  /** Takes a guess back whose picture did not get to Kafka, unless there is a newer one. */
  void giveBack(Optional<Guess> unused) {
    unused.ifPresent(back -> guess.compareAndSet(null, back));
  }

  /** What goes with a picture. */
  FrameContext context(
      Optional<Intrinsics> intrinsics,
      Optional<Pose> mounting,
      Optional<Guess> prior,
      long stampNanos) {
    return new FrameContext(intrinsics, mounting, odometry(stampNanos), prior.map(Guess::pose));
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
      odometryProblem.tell("odometry: " + e.getMessage());
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
    guess.set(null);
  }

  /** What was wrong lately with a guess or with odometry. */
  public Optional<String> problem() {
    return guessProblem.words().or(odometryProblem::words);
  }
}
