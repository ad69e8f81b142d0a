package org.waymark.bridge.recording.dataset;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.frame.CameraModels;
import org.waymark.bridge.message.MalformedMessageException;
import org.waymark.bridge.message.geometry_msgs.PoseStamped;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.bridge.tf.TransformException;
import org.waymark.bridge.tf.TransformFeed;
import org.waymark.bridge.tf.TransformTree;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/**
 * What a recording says about the robot beside its pictures: poses, odometry, mountings, cameras.
 * Filled by one pass over the messages, asked then.
 */
final class Drive {

  private static final String TF_STATIC = "/tf_static";

  private final RecordingOptions options;
  private final Topics topics;

  /** Poses of {@link #body} in the map, of a topic that speaks of one frame. */
  private final PoseTrack poses;

  private final MovingFrames moving;
  private final OdometryHistory odometry;
  private final TransformTree mountings = new TransformTree(Duration.ofSeconds(1));
  private final TransformFeed mountingFeed = new TransformFeed(mountings);
  private final Map<String, Intrinsics> intrinsics = new HashMap<>();
  private final Map<String, Optional<Pose>> mountingOf = new HashMap<>();
  private String body;
  private long malformed;

  Drive(RecordingOptions options, Topics topics) {
    this.options = options;
    this.topics = topics;
    this.poses = new PoseTrack(options.gapNanos());
    this.moving = new MovingFrames(options.gapNanos());
    this.odometry = new OdometryHistory(options.gapNanos());
    this.body = options.base();
  }

  /** Takes what a message says; messages of other topics say nothing. */
  void add(RecordedMessage m) {
    try {
      Channel c = m.channel();
      if (topics.pose().filter(c.topic()::equals).isPresent()) {
        addPose(m);
      }
      if (topics.odometry().filter(c.topic()::equals).isPresent()) {
        odometry.add(Messages.read(c.encoding(), Odometry.TYPE, m.bytes()));
      }
      if (c.topic().equals(TF_STATIC) && Messages.carries(c, TFMessage.TYPE)) {
        mountingFeed.addStatic(Messages.read(c.encoding(), TFMessage.TYPE, m.bytes()));
      }
      if (Messages.carries(c, CameraInfo.TYPE) && !intrinsics.containsKey(c.topic())) {
        CameraModels.intrinsics(Messages.read(c.encoding(), CameraInfo.TYPE, m.bytes()))
            .ifPresent(camera -> intrinsics.put(c.topic(), camera));
      }
    } catch (MalformedMessageException | IllegalArgumentException e) {
      malformed++;
    }
  }

  private void addPose(RecordedMessage m) {
    Channel c = m.channel();
    if (Messages.carries(c, PoseStamped.TYPE)) {
      PoseStamped message = Messages.read(c.encoding(), PoseStamped.TYPE, m.bytes());
      poses.add(message.header().stamp(), RosPoses.pose(message.pose()));
    } else if (Messages.carries(c, PoseWithCovarianceStamped.TYPE)) {
      PoseWithCovarianceStamped message =
          Messages.read(c.encoding(), PoseWithCovarianceStamped.TYPE, m.bytes());
      poses.add(message.header().stamp(), RosPoses.pose(message.pose().pose()));
    } else if (Messages.carries(c, Odometry.TYPE)) {
      Odometry message = Messages.read(c.encoding(), Odometry.TYPE, m.bytes());
      poses.add(message.header().stamp(), RosPoses.pose(message.pose().pose()));
      speaksOf(message.childFrameId());
    } else if (Messages.carries(c, TransformStamped.TYPE)) {
      TransformStamped message = Messages.read(c.encoding(), TransformStamped.TYPE, m.bytes());
      poses.add(message.header().stamp(), RosPoses.pose(message.transform()));
      speaksOf(message.childFrameId());
    } else {
      for (TransformStamped t :
          Messages.read(c.encoding(), TFMessage.TYPE, m.bytes()).transforms()) {
        moving.add(
            t.header().frameId(),
            t.childFrameId(),
            t.header().stamp(),
            RosPoses.pose(t.transform()));
      }
    }
  }

  private void speaksOf(String child) {
    if (!child.isEmpty()) {
      body = FrameIds.plain(child);
    }
  }

  /** Messages that could not be read. */
  long malformed() {
    return malformed;
  }

  boolean hasPoses() {
    return topics.pose().isPresent();
  }

  /** Pose of the camera in the map. */
  Optional<Pose> cameraPose(String camera, long stampNanos) {
    if (poses.isEmpty()) {
      return moving.knows(camera)
          ? moving.inRoot(camera, stampNanos)
          : moving.inRoot(body, stampNanos).map(pose -> mounted(pose, camera));
    }
    return poses.at(stampNanos).map(pose -> mounted(pose, camera));
  }

  private Pose mounted(Pose bodyInMap, String camera) {
    return camera.equals(body)
        ? bodyInMap
        : mounting(body, camera).map(bodyInMap::compose).orElse(bodyInMap);
  }

  /** Why there is no pose of a camera at a time. */
  String whyNoPose(String camera, long stampNanos) {
    if (poses.isEmpty()) {
      return moving.why(moving.knows(camera) ? camera : body, stampNanos);
    }
    return poses.why(stampNanos);
  }

  /** Pose of the camera in the robot's frame, where it is known. */
  Optional<Pose> baseToCamera(String camera) {
    return mounting(options.base(), camera);
  }

  private Optional<Pose> mounting(String frame, String camera) {
    if (options.mount().isPresent() && (frame.equals(options.base()) || frame.equals(body))) {
      return options.mount();
    }
    return mountingOf.computeIfAbsent(frame + "\0" + camera, key -> lookUp(frame, camera));
  }

  private Optional<Pose> lookUp(String frame, String camera) {
    if (camera.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(mountings.lookup(frame, camera, 0));
    } catch (TransformException e) {
      return Optional.empty();
    }
  }

  /** Whether a camera's poses are those of the robot, for want of its mounting. */
  boolean unmounted(String camera) {
    return hasPoses()
        && !camera.equals(body)
        && !moving.knows(camera)
        && mounting(body, camera).isEmpty();
  }

  Optional<org.waymark.core.geometry.Odometry> odometry(long stampNanos) {
    return odometry.at(stampNanos).map(this::ofBase);
  }

  /** A localizer knows the robot's frame by one name, whatever the recording calls it. */
  private org.waymark.core.geometry.Odometry ofBase(org.waymark.core.geometry.Odometry found) {
    Optional<Pose> base =
        found.frame().equals(options.base())
            ? Optional.of(Pose.IDENTITY)
            : lookUp(found.frame(), options.base());
    return base.map(
            pose ->
                new org.waymark.core.geometry.Odometry(
                    org.waymark.core.geometry.Odometry.BASE_LINK,
                    found.pose().compose(pose),
                    found.covariance()))
        .orElse(found);
  }

  /** The calibration of the camera that a picture's topic belongs to, by ROS's naming. */
  Optional<Intrinsics> intrinsics(String imageTopic) {
    @Nullable Intrinsics found = null;
    // image_transport: /camera/image_raw/compressed lies beside /camera/camera_info.
    for (String at = parent(imageTopic); found == null && !at.isEmpty(); at = parent(at)) {
      found = intrinsics.get(at + "/camera_info");
      if (!imageTopic.endsWith("/compressed")) {
        break;
      }
    }
    return Optional.ofNullable(found);
  }

  private static String parent(String topic) {
    return topic.substring(0, Math.max(0, topic.lastIndexOf('/')));
  }
}
