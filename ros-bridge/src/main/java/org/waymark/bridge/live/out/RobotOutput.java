package org.waymark.bridge.live.out;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.bridge.graph.Publication;
import org.waymark.bridge.graph.Qos;
import org.waymark.bridge.graph.RosGraph;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.bridge.live.config.OutputConfig;
import org.waymark.bridge.live.config.RobotConfig;
import org.waymark.bridge.live.in.RecentPictures;
import org.waymark.bridge.live.in.RobotSenses;
import org.waymark.bridge.live.out.Freshness.Verdict;
import org.waymark.bridge.message.geometry_msgs.PoseArray;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.tf.TransformException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;

/**
 * Tells one robot where it is. Poses go out as they come, stamped as their pictures; {@code map ->
 * odom} is repeated at its own pace. LOST, and outcomes without a pose, are told in diagnostics
 * alone, and LOST stops the transform at once. Safe for use by many threads.
 */
public final class RobotOutput {

  private static final int DEPTH = 10;

  private final RobotConfig config;
  private final OutputConfig output;
  private final RosGraph graph;
  private final RobotSenses senses;
  private final RecentPictures recent;
  private final Publication<PoseWithCovarianceStamped> poses;
  private final Publication<TFMessage> transforms;
  private final Publication<PoseArray> candidates;
  private final Publication<CompressedImage> matches;
  private final MatchPicture matchPicture;
  private final MapToOdom mapToOdom;
  private final Freshness freshness;
  private final OwnTransforms own = new OwnTransforms();
  private @Nullable Localization last;
  private @Nullable Verdict verdict;
  private @Nullable Long poseStamp;
  private long transformStamp = Long.MIN_VALUE;
  private @Nullable String problem;
  private long lagNanos;
  private long outcomes;
  private long late;

  public RobotOutput(
      RobotConfig config, RosGraph graph, RobotSenses senses, RecentPictures recent) {
    this.config = config;
    this.output = config.output();
    this.graph = graph;
    this.senses = senses;
    this.recent = recent;
    this.mapToOdom = new MapToOdom(output.maxAge());
    this.freshness = new Freshness(output.maxAge());
    this.matchPicture = new MatchPicture(output.placePictures().map(PlacePictures::new));
    this.poses =
        graph.advertise(output.topic("pose"), PoseWithCovarianceStamped.TYPE, Qos.latched(1));
    this.transforms =
        graph.advertise(config.topics().transforms(), TFMessage.TYPE, Qos.reliable(DEPTH));
    this.candidates =
        graph.advertise(output.topic("candidates"), PoseArray.TYPE, Qos.reliable(DEPTH));
    this.matches =
        graph.advertise(output.topic("match/compressed"), CompressedImage.TYPE, Qos.reliable(1));
  }

  /** Takes an outcome of this robot. */
  public void accept(Localization outcome) {
    if (take(outcome)) {
      // Rendering takes long; the transforms do not wait for it.
      tellMatch(outcome);
    }
  }

  private synchronized boolean take(Localization outcome) {
    long now = graph.now();
    outcomes++;
    last = outcome;
    lagNanos = now - outcome.getStampNanos();
    verdict = freshness.judge(outcome.getCamera(), outcome.getStampNanos(), now);
    if (verdict == Verdict.LATE) {
      late++;
    }
    if (verdict != Verdict.FRESH) {
      return false;
    }
    problem = null;
    // Another camera of the same moment may know what this one does not see.
    if (outcome.getOutcome() == Outcome.LOST
        && (poseStamp == null || poseStamp < outcome.getStampNanos())) {
      mapToOdom.clear("the robot is lost");
    }
    tellPose(outcome);
    tellCandidates(outcome);
    return true;
  }

  private void tellPose(Localization outcome) {
    boolean certain = outcome.getOutcome() == Outcome.LOCALIZED;
    if (!certain && outcome.getOutcome() != Outcome.UNCERTAIN) {
      return;
    }
    try {
      Optional<Pose> base = basePose(outcome);
      if (base.isEmpty()) {
        return;
      }
      RobotPose pose = RobotPose.of(outcome, base.get(), output);
      poses.publish(OutputMessages.pose(config.frames().map(), pose));
      poseStamp = pose.stampNanos();
      if (output.transform() && (certain || output.uncertainTransform())) {
        Pose odomToBase = senses.odomToBase(pose.stampNanos());
        mapToOdom.set(MapToOdom.of(pose.pose(), odomToBase), pose.stampNanos());
        publishTransform();
      }
    } catch (TransformException | IllegalArgumentException e) {
      problem = e.getMessage();
    }
  }

  /** The pose of base_link; by the mounting when the outcome has the camera's alone. */
  private Optional<Pose> basePose(Localization outcome) {
    Optional<Pose> base = Poses.fromNullable(outcome.getBasePose());
    return base.isPresent()
        ? base
        : Poses.fromNullable(outcome.getCameraPose())
            .map(camera -> camera.compose(mounting(outcome).inverse()));
  }

  /**
   * @throws TransformException when nobody says how the camera is mounted
   */
  private Pose mounting(Localization outcome) {
    for (CameraConfig camera : config.cameras()) {
      boolean only = config.cameras().size() == 1;
      if (camera.mounting().isPresent()
          && (only || camera.frame().equals(Optional.of(outcome.getCamera())))) {
        return camera.mounting().get();
      }
    }
    return senses.mounting(outcome.getCamera(), outcome.getStampNanos());
  }

  private void tellCandidates(Localization outcome) {
    if (candidates.subscribers() == 0 || outcome.getCandidates().isEmpty()) {
      return;
    }
    try {
      candidates.publish(
          OutputMessages.candidates(config.frames().map(), outcome, mounting(outcome).inverse()));
    } catch (TransformException | IllegalArgumentException e) {
      problem = e.getMessage();
    }
  }

  private void tellMatch(Localization outcome) {
    if (matches.subscribers() == 0) {
      return;
    }
    recent
        .find(outcome.getCamera(), outcome.getStampNanos())
        .flatMap(picture -> matchPicture.of(picture, outcome))
        .ifPresent(matches::publish);
  }

  /**
   * Repeats {@code map -> odom}, dated a little ahead, unless it is stale. While a simulation is
   * paused nothing is repeated: tf2 complains of two transforms of one time.
   */
  public synchronized void publishTransform() {
    long now = graph.now();
    if (now == 0) {
      return;
    }
    mapToOdom
        .at(now)
        .ifPresent(
            pose -> {
              long stamp = now + output.transformTolerance().toNanos();
              if (stamp <= transformStamp) {
                return;
              }
              transformStamp = stamp;
              own.add(stamp);
              transforms.publish(
                  OutputMessages.transform(
                      config.frames().map(), config.frames().odom(), stamp, pose));
            });
  }

  /** Looks at what others publish on {@code /tf}: the odom frame has one parent. */
  public void onTransforms(TFMessage message) {
    if (output.transform()) {
      own.look(message, config.frames().odom());
    }
  }

  /** The same for {@code /tf_static}, where we publish nothing. */
  public void onStaticTransforms(TFMessage message) {
    if (output.transform()) {
      own.lookStatic(message, config.frames().odom());
    }
  }

  /** Keeps pictures for the match topic only while somebody looks. */
  public void updateInterest() {
    recent.keep(matches.subscribers() > 0);
  }

  /** Those who come later shall not get a pose that is stale. */
  public synchronized void forgetStale() {
    if (poseStamp != null && graph.now() - poseStamp > output.maxAge().toNanos()) {
      poses.forget();
    }
  }

  /** Forgets everything, as after a jump back of the clock. */
  public synchronized void reset() {
    freshness.reset();
    mapToOdom.clear("the clock jumped back");
    poses.forget();
    poseStamp = null;
    last = null;
    verdict = null;
    problem = null;
    transformStamp = Long.MIN_VALUE;
  }

  synchronized RobotReport report(long nowNanos) {
    Optional<String> absence =
        !output.transform()
            ? Optional.of("switched off")
            : mapToOdom.at(nowNanos).isPresent()
                ? Optional.empty()
                : Optional.of(mapToOdom.absence());
    return new RobotReport(
        Optional.ofNullable(last),
        Optional.ofNullable(verdict),
        lagNanos,
        Optional.ofNullable(poseStamp),
        absence,
        own.conflict(config.frames().odom()).or(() -> Optional.ofNullable(problem)),
        outcomes,
        late);
  }

  RobotConfig config() {
    return config;
  }
}
