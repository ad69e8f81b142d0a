package org.waymark.bridge.ros1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.Pose;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;

/** The node among real ones: rospy's, the real master, the tools that people use. */
@Tag("peer")
@Timeout(120)
class RosPeersTest {

  private static final int PATIENCE_SECONDS = 30;
  private static final int FLOOD = 1000;

  @TempDir Path folder;

  private RosPeers ros;
  private ConnectedNode node;
  private final BlockingQueue<Image> images = new LinkedBlockingQueue<>();

  @SuppressWarnings("NullAway.Init") // set before each test, unless it is skipped
  RosPeersTest() {}

  @BeforeEach
  void start() throws Exception {
    ros = new RosPeers(folder);
    node = ConnectedNode.start(NodeConfiguration.local("waymark", ros.masterUri()));
  }

  @AfterEach
  void stop() {
    if (node != null) {
      node.close();
    }
    if (ros != null) {
      ros.close();
    }
  }

  private void listen() {
    node.newSubscriber("/camera/image_raw", Image.TYPE, 10)
        .addMessageListener((image, nanos) -> images.add(image));
  }

  private Image next() throws InterruptedException {
    return Objects.requireNonNull(
        images.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no picture came");
  }

  /** The camera writes each picture's checksum into its frame id. */
  private static void checkBytes(Image image) {
    CRC32 crc = new CRC32();
    crc.update(image.data());
    assertThat(String.valueOf(crc.getValue())).isEqualTo(image.header().frameId());
    assertThat(image.data()).hasSize(image.height() * image.step());
  }

  @Test
  void shouldReceiveEveryPictureAsRospySentIt() throws Exception {
    listen();
    ros.script("ros1_camera.py", "30", "camera");
    long first = next().header().stamp();
    for (int i = 1; i < 40; i++) {
      Image image = next();
      checkBytes(image);
      assertThat(image.header().stamp()).isEqualTo(first + i);
    }
    assertThat(node.publishedType("/camera/image_raw")).contains("sensor_msgs/Image");
  }

  @Test
  void shouldBeHeardByRospyAndSeenByTools() throws Exception {
    Publisher<PoseWithCovarianceStamped> publisher =
        node.newPublisher("~pose", PoseWithCovarianceStamped.TYPE, FLOOD, true);
    publisher.publish(pose(0));
    Process listener = ros.script("ros1_listener.py", "200");
    while (publisher.subscribers() == 0) {
      Thread.sleep(20);
    }
    for (int i = 1; i < 200; i++) {
      publisher.publish(pose(i));
    }
    assertThat(listener.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.exitValue()).isZero();
    assertThat(ros.tool("rostopic", "info", "/waymark/pose"))
        .contains("Type: geometry_msgs/PoseWithCovarianceStamped", "/waymark (" + node.uri());
    assertThat(ros.tool("rosnode", "ping", "-c", "1", "/waymark")).contains("xmlrpc reply");
    assertThat(ros.tool("rosnode", "info", "/waymark"))
        .contains("/waymark/pose [geometry_msgs/PoseWithCovarianceStamped]", "Pid: ");
    assertThat(ros.tool("rostopic", "echo", "-n", "1", "/waymark/pose/header/frame_id"))
        .contains("map");
    CompletableFuture<String> reason = new CompletableFuture<>();
    node.onShutdown(reason::complete);
    assertThat(ros.tool("rosnode", "kill", "/waymark")).contains("killed");
    assertThat(reason.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains("asked to end");
  }

  private static PoseWithCovarianceStamped pose(int number) {
    double[] covariance = new double[36];
    covariance[35] = 0.5;
    return new PoseWithCovarianceStamped(
        new Header(number, 1_600_000_000_000_000_000L + number, "map"),
        new PoseWithCovariance(
            new Pose(new Point(number, 0, 0), new Quaternion(0, 0, 0, 1)), covariance));
  }

  @Test
  void shouldRecoverFromAKilledCameraAndAKilledMaster() throws Exception {
    listen();
    Process first = ros.script("ros1_camera.py", "20", "first");
    checkBytes(next());
    first.destroyForcibly().waitFor();
    images.clear();
    Process second = ros.script("ros1_camera.py", "20", "second");
    checkBytes(next());
    ros.killMaster();
    images.clear();
    checkBytes(next());
    ros.restartMaster();
    while (!ros.tool("rosnode", "list").contains("/waymark")) {
      Thread.sleep(200);
    }
    second.destroyForcibly().waitFor();
    images.clear();
    ros.script("ros1_camera.py", "20", "third");
    checkBytes(next());
  }
}
