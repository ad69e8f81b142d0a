package org.waymark.bridge.recording.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.live.RobotSide;
import org.waymark.bridge.message.CdrWriter;
import org.waymark.bridge.message.MessageType;
import org.waymark.bridge.message.Ros1Writer;
import org.waymark.bridge.message.geometry_msgs.PoseStamped;
import org.waymark.bridge.message.geometry_msgs.TransformStamped;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.message.tf2_msgs.TFMessage;
import org.waymark.bridge.recording.bag.BagBuilder;
import org.waymark.bridge.recording.chunk.Compression;
import org.waymark.bridge.recording.mcap.McapWriter;
import org.waymark.bridge.tf.RosPoses;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Problems;
import org.waymark.core.geometry.Pose;

class RecordingKindTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_600_000_000L * SECOND;
  private static final double HALF = Math.sqrt(0.5);

  @TempDir Path directory;
  private Path file;

  private static Header header(long stamp, String frame) {
    return new Header(0, stamp, frame);
  }

  private static Image image(long stamp, int grey) {
    byte[] data = new byte[12];
    java.util.Arrays.fill(data, (byte) grey);
    return new Image(header(stamp, "camera_optical"), 3, 4, "mono8", (byte) 0, 4, data);
  }

  private static PoseStamped pose(long stamp, double x) {
    return new PoseStamped(
        header(stamp, "map"), RosPoses.poseMessage(new Pose(x, 0, 0, 0, 0, 0, 1)));
  }

  private static TFMessage mounting() {
    return new TFMessage(
        List.of(
            new TransformStamped(
                header(START, "base_link"),
                "camera_optical",
                RosPoses.transformMessage(new Pose(0, 0, 1, 0, 0, HALF, HALF)))));
  }

  private static <M> void add(BagBuilder bag, String topic, MessageType<M> type, long t, M m) {
    bag.message(topic, type.name(), t, Ros1Writer.toBytes(type, m));
  }

  /**
   * Pictures each 0.1 s over 2 s, recorded 50 ms late; poses at 0.5, 0.7 and 1.0 s, and at 1.9 s.
   */
  @BeforeEach
  void record() throws IOException {
    BagBuilder bag = new BagBuilder(Compression.LZ4, 500);
    add(bag, "/tf_static", TFMessage.TYPE, START, mounting());
    for (int i = 0; i < 20; i++) {
      long stamp = START + i * SECOND / 10;
      add(bag, "/camera/image", Image.TYPE, stamp + 50_000_000, image(stamp, i));
      if (i == 5 || i == 7 || i == 10 || i == 19) {
        add(bag, "/truth", PoseStamped.TYPE, stamp, pose(stamp, i));
      }
    }
    file = bag.write(directory.resolve("drive.bag"));
  }

  @Test
  void shouldChooseTheOnlyImageTopicAndKeepStamps() throws IOException {
    Dataset dataset = Datasets.open(file.toString());
    assertThat(dataset.spec().kind()).isEqualTo("bag");
    assertThat(dataset.size()).isEqualTo(20);
    assertThat(dataset.sequences()).containsExactly("drive");
    DatasetFrame frame = dataset.frames().skip(3).findFirst().orElseThrow();
    assertThat(frame.stampNanos()).isEqualTo(START + 3 * SECOND / 10);
    assertThat(frame.id()).isEqualTo("camera/image/1600000000.300000000");
    assertThat(frame.image().bytes()).hasSize(12).containsOnly(3);
    assertThat(frame.image().encoding()).isEqualTo("mono8");
    assertThat(frame.pose()).isEmpty();
    assertThat(frame.baseToCamera()).contains(new Pose(0, 0, 1, 0, 0, HALF, HALF));
  }

  @Test
  void shouldInterpolatePosesAndLeaveOutWhatHasNone() throws IOException {
    Problems problems = new Problems();
    Dataset dataset = Datasets.open(Datasets.spec(file + "?pose=/truth"), problems);
    List<DatasetFrame> frames = dataset.frames().toList();
    // From 0.5 s to 1.0 s, and the one at 1.9 s; the gap before it is longer than half a second.
    assertThat(frames).hasSize(7);
    Pose third = frames.get(1).pose().orElseThrow();
    assertThat(third.x()).isCloseTo(6, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(third.z()).isEqualTo(1);
    assertThat(third.qz()).isCloseTo(HALF, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(problems.count()).isZero();
    assertThat(problems.notes())
        .anyMatch(note -> note.contains("left out 5 pictures: it is before the first pose"))
        .anyMatch(note -> note.contains("left out 8 pictures: it is in a gap of the poses"));
    assertThat(Datasets.open(file + "?pose=/truth&gap=2").size()).isEqualTo(15);
  }

  /** Odometry and {@code /tf} as truth; of a tree, the way from the robot up to its root. */
  @Test
  void shouldTakePosesOfOdometryAndOfTransforms() throws IOException {
    BagBuilder bag = new BagBuilder(Compression.NONE, 500);
    add(bag, "/tf_static", TFMessage.TYPE, START, mounting());
    for (int i = 0; i < 5; i++) {
      long stamp = START + i * SECOND / 10;
      add(bag, "/camera/image", Image.TYPE, stamp, image(stamp, i));
      add(bag, "/odom", Odometry.TYPE, stamp, RobotSide.odometry(stamp, i));
      TFMessage tree =
          new TFMessage(
              List.of(
                  transform("map", "odom", stamp, 100), transform("odom", "base_link", stamp, i)));
      add(bag, "/tf", TFMessage.TYPE, stamp, tree);
      add(bag, "/body", TransformStamped.TYPE, stamp, transform("map", "base_link", stamp, 7 + i));
    }
    Path drive = bag.write(directory.resolve("moving.bag"));
    for (Map.Entry<String, Double> topic :
        Map.of("/odom", 0.0, "/tf", 100.0, "/body", 7.0).entrySet()) {
      List<DatasetFrame> frames =
          Datasets.open(drive + "?pose=" + topic.getKey()).frames().toList();
      assertThat(frames).as(topic.getKey()).hasSize(5);
      Pose last = frames.getLast().pose().orElseThrow();
      assertThat(last.x()).as(topic.getKey()).isEqualTo(topic.getValue() + 4);
      // Through the mounting: one metre above, turned to the left.
      assertThat(last.z()).as(topic.getKey()).isEqualTo(1);
      assertThat(last.qz()).isCloseTo(HALF, org.assertj.core.api.Assertions.within(1e-9));
    }
  }

  private static TransformStamped transform(String parent, String child, long stamp, double x) {
    return new TransformStamped(
        header(stamp, parent), child, RosPoses.transformMessage(new Pose(x, 0, 0, 0, 0, 0, 1)));
  }

  @Test
  void shouldTakeTheMountingThatIsGiven() throws IOException {
    DatasetFrame frame =
        Datasets.open(file + "?pose=/truth&mount=1,2,3,0,0,0,1").frames().findFirst().orElseThrow();
    assertThat(frame.pose()).contains(new Pose(6, 2, 3, 0, 0, 0, 1));
    assertThat(frame.baseToCamera()).contains(new Pose(1, 2, 3, 0, 0, 0, 1));
  }

  @Test
  void shouldSayWhichTopicsThereAre() throws IOException {
    assertThatThrownBy(() -> Datasets.open(file + "?image=/cam"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no topic '/cam'")
        .hasMessageContaining("/camera/image");
    assertThatThrownBy(() -> Datasets.open(file + "?pose=/camera/image"))
        .hasMessageContaining("carries sensor_msgs/Image")
        .hasMessageContaining("geometry_msgs/PoseStamped");
    BagBuilder two = new BagBuilder(Compression.NONE, 500);
    add(two, "/left", Image.TYPE, START, image(START, 1));
    add(two, "/right", Image.TYPE, START, image(START, 2));
    Path stereo = two.write(directory.resolve("stereo.bag"));
    assertThatThrownBy(() -> Datasets.open(stereo.toString()))
        .hasMessageContaining("2 image topics: /left, /right");
    assertThat(Datasets.open(stereo + "?image=/left,/right").size()).isEqualTo(2);
    assertThatThrownBy(() -> Datasets.open(file + "?mount=1,2"))
        .hasMessageContaining("x,y,z,qx,qy,qz,qw");
  }

  @Test
  void shouldReadTheSameDriveOfRos2() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("drive2"));
    try (McapWriter writer =
        McapWriter.create(
            folder.resolve("drive2_0.mcap"), McapWriter.Profile.ROS2, Compression.ZSTD)) {
      int images =
          writer.channel(writer.schema(Image.TYPE.ros2Name(), new byte[0]), "/camera/image");
      int poses = writer.channel(writer.schema(PoseStamped.TYPE.ros2Name(), new byte[0]), "/truth");
      for (int i = 0; i < 5; i++) {
        long stamp = START + i * SECOND / 10;
        writer.message(
            images, stamp, stamp, ByteBuffer.wrap(CdrWriter.toBytes(Image.TYPE, image(stamp, i))));
        writer.message(
            poses,
            stamp,
            stamp,
            ByteBuffer.wrap(CdrWriter.toBytes(PoseStamped.TYPE, pose(stamp, i))));
      }
    }
    Dataset dataset = Datasets.open(folder + "?pose=/truth");
    assertThat(dataset.spec().kind()).isEqualTo("mcap");
    DatasetFrame last = dataset.frames().skip(4).findFirst().orElseThrow();
    assertThat(last.image().bytes()).containsOnly(4);
    // No mounting was recorded: the poses are the camera's.
    assertThat(last.pose().orElseThrow().x()).isEqualTo(4);
  }
}
