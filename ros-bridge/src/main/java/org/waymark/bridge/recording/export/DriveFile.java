package org.waymark.bridge.recording.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Intrinsics;
import org.waymark.avro.Localization;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.Ros1Writer;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.sensor_msgs.RegionOfInterest;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.bridge.recording.mcap.McapWriter;
import org.waymark.bridge.tf.FrameIds;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.record.Poses;

/**
 * Writes frames and localizations into an MCAP file as messages of ROS 1, by the pictures' stamps:
 * pictures and calibration on {@code /<camera>/image} (or {@code .../compressed}) and {@code
 * /<camera>/camera_info}, poses on {@code /waymark/pose} and {@code /tf}. For one thread.
 */
final class DriveFile implements AutoCloseable {

  private static final String POSE_TOPIC = "/waymark/pose";
  private static final String TF_TOPIC = "/tf";
  private static final int COVARIANCE_SIZE = 36;

  private final McapWriter writer;
  private final Map<String, Integer> schemas = new HashMap<>();
  private final Map<String, Integer> channels = new HashMap<>();

  DriveFile(Path file) {
    this.writer = McapWriter.create(file, McapWriter.Profile.ROS1, Compression.ZSTD);
  }

  private <M> void write(String topic, MessageType<M> type, long stampNanos, M message) {
    int schema =
        schemas.computeIfAbsent(
            type.name(),
            name -> writer.schema(name, type.definition().getBytes(StandardCharsets.UTF_8)));
    int channel =
        channels.computeIfAbsent(topic + " " + type.name(), key -> writer.channel(schema, topic));
    writer.message(
        channel, stampNanos, stampNanos, ByteBuffer.wrap(Ros1Writer.toBytes(type, message)));
  }

  /** Adds a frame; one without a picture has nothing to show. */
  void add(CameraFrame frame) {
    byte[] picture = new byte[frame.getImage().remaining()];
    frame.getImage().duplicate().get(picture);
    if (picture.length == 0) {
      return;
    }
    long stamp = frame.getStampNanos();
    Header header = new Header((int) frame.getSequence(), stamp, frame.getCamera());
    String topic = "/" + topicName(frame.getCamera());
    if (frame.getStep() == 0) {
      write(
          topic + "/image/compressed",
          CompressedImage.TYPE,
          stamp,
          new CompressedImage(header, frame.getEncoding(), picture));
    } else {
      write(
          topic + "/image",
          Image.TYPE,
          stamp,
          new Image(
              header,
              frame.getHeight(),
              frame.getWidth(),
              frame.getEncoding(),
              (byte) 0,
              frame.getStep(),
              picture));
    }
    Intrinsics camera = frame.getIntrinsics();
    if (camera != null) {
      write(topic + "/camera_info", CameraInfo.TYPE, stamp, calibration(header, camera));
    }
    if (frame.getBaseToCamera() != null) {
      Pose mounting = Poses.fromRecord(frame.getBaseToCamera());
      transform(Odometry.BASE_LINK, frame.getCamera(), stamp, mounting);
    }
  }

  /** Adds an outcome; only poses are written, so that a robot that is lost shows none. */
  void add(Localization outcome) {
    boolean ofBase = outcome.getBasePose() != null;
    org.waymark.avro.Pose found = ofBase ? outcome.getBasePose() : outcome.getCameraPose();
    if (found == null) {
      return;
    }
    Pose pose = Poses.fromRecord(found);
    long stamp = outcome.getStampNanos();
    List<Double> covariance =
        outcome.getCovariance() == null
            ? Collections.nCopies(COVARIANCE_SIZE, 0.0)
            : outcome.getCovariance();
    write(
        POSE_TOPIC,
        PoseWithCovarianceStamped.TYPE,
        stamp,
        new PoseWithCovarianceStamped(
            new Header((int) outcome.getSequence(), stamp, FrameIds.MAP),
            new PoseWithCovariance(
                RosPoses.poseMessage(pose),
                covariance.stream().mapToDouble(Double::doubleValue).toArray())));
    transform(FrameIds.MAP, ofBase ? Odometry.BASE_LINK : outcome.getCamera(), stamp, pose);
  }

  private void transform(String parent, String child, long stamp, Pose pose) {
    write(
        TF_TOPIC,
        TFMessage.TYPE,
        stamp,
        new TFMessage(
            List.of(
                new TransformStamped(
                    new Header(0, stamp, parent), child, RosPoses.transformMessage(pose)))));
  }

  private static CameraInfo calibration(Header header, Intrinsics c) {
    double[] k = {c.getFx(), 0, c.getCx(), 0, c.getFy(), c.getCy(), 0, 0, 1};
    double[] p = {c.getFx(), 0, c.getCx(), 0, 0, c.getFy(), c.getCy(), 0, 0, 0, 1, 0};
    return new CameraInfo(
        header,
        c.getHeight(),
        c.getWidth(),
        "plumb_bob",
        new double[5],
        k,
        new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
        p,
        0,
        0,
        new RegionOfInterest(0, 0, 0, 0, false));
  }

  /** A frame's name as part of a topic's. */
  private static String topicName(String frame) {
    return frame.replaceAll("[^A-Za-z0-9_/]", "_").replaceAll("^/+|/+$", "");
  }

  @Override
  public void close() {
    writer.close();
  }
}
