package org.waymark.bridge.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.bridge.tf.InterpolationTest.yaw;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class TransformTreeTest {

  private static final long SECOND = 1_000_000_000;

  private final TransformTree tree = new TransformTree(TransformTree.DEFAULT_HISTORY);

  @Test
  void shouldComposeAChainAtATimeBetweenTwoMessages() {
    tree.addStatic("base_link", "camera", new Pose(0.2, 0, 1, 0, 0, 0, 1));
    tree.add("odom", "base_link", 10 * SECOND, yaw(0, 0, 0));
    tree.add("odom", "base_link", 11 * SECOND, yaw(2, 0, Math.PI / 2));
    // Half way: at (1, 0), turned by 45 degrees; the camera is 0.2 m ahead of it.
    Pose camera = tree.lookup("odom", "camera", 10 * SECOND + SECOND / 2);
    double ahead = 0.2 * Math.sqrt(0.5);
    assertThat(camera.x()).isCloseTo(1 + ahead, within(1e-12));
    assertThat(camera.y()).isCloseTo(ahead, within(1e-12));
    assertThat(camera.z()).isCloseTo(1, within(1e-12));
    assertThat(camera.angleTo(yaw(0, 0, Math.PI / 4))).isCloseTo(0, within(1e-12));
  }

  @Test
  void shouldMeetInTheNearestCommonAncestorAndInvert() {
    Random random = new Random(3);
    Pose left = InterpolationTest.random(random);
    Pose right = InterpolationTest.random(random);
    tree.addStatic("base_link", "left", left);
    tree.addStatic("base_link", "right", right);
    // Nothing is known of the parent at this time, and nothing needs to be.
    tree.add("odom", "base_link", SECOND, Pose.IDENTITY);
    Pose rightInLeft = tree.lookup("left", "right", 77 * SECOND);
    assertThat(rightInLeft.distanceTo(left.inverse().compose(right))).isCloseTo(0, within(1e-12));
    Pose around = rightInLeft.compose(tree.lookup("right", "left", 77 * SECOND));
    assertThat(around.distanceTo(Pose.IDENTITY)).isCloseTo(0, within(1e-12));
    assertThat(around.angleTo(Pose.IDENTITY)).isCloseTo(0, within(1e-7));
    assertThat(tree.lookup("/left", "left", 0)).isEqualTo(Pose.IDENTITY);
  }

  @Test
  void shouldNameTheFramesThatAreNotConnected() {
    tree.addStatic("base_link", "camera", Pose.IDENTITY);
    tree.addStatic("world", "table", Pose.IDENTITY);
    assertThatThrownBy(() -> tree.lookup("table", "camera", 0))
        .isInstanceOf(TransformException.class)
        .hasMessage(
            "frames 'table' and 'camera' are not connected: 'table' hangs on world; 'camera' hangs"
                + " on base_link");
    assertThatThrownBy(() -> tree.lookup("world", "lidar", 0))
        .hasMessage(
            "frames 'world' and 'lidar' are not connected: 'world' is the root of its tree; nobody"
                + " has published 'lidar'");
  }

  @Test
  void shouldNotGuessBeforeOrAfterWhatIsKnown() {
    tree.add("odom", "base_link", 10 * SECOND, Pose.IDENTITY);
    tree.add("odom", "base_link", 12 * SECOND, Pose.IDENTITY);
    assertThatThrownBy(() -> tree.lookup("odom", "base_link", 12 * SECOND + SECOND / 4))
        .hasMessage(
            "the transform from 'odom' to 'base_link' is asked for 0.250 s after the last that is"
                + " known");
    assertThatThrownBy(() -> tree.lookup("odom", "base_link", 9 * SECOND))
        .hasMessageContaining("1.000 s before the first that is kept");
  }

  @Test
  void shouldForgetWhatIsOlderThanItsHistory() {
    TransformTree shortTree = new TransformTree(Duration.ofSeconds(2));
    for (int i = 0; i <= 10; i++) {
      shortTree.add("odom", "base_link", i * SECOND, yaw(i, 0, 0));
    }
    assertThat(shortTree.lookup("odom", "base_link", 8 * SECOND).x()).isEqualTo(8);
    assertThatThrownBy(() -> shortTree.lookup("odom", "base_link", 8 * SECOND - 1))
        .isInstanceOf(TransformException.class);
    // Late, but within the history: it counts. Later than that: it does not.
    shortTree.add("odom", "base_link", 8 * SECOND + SECOND / 2, yaw(100, 0, 0));
    shortTree.add("odom", "base_link", SECOND, yaw(100, 0, 0));
    assertThat(shortTree.lookup("odom", "base_link", 8 * SECOND + SECOND / 2).x()).isEqualTo(100);
    shortTree.forgetMoving();
    assertThatThrownBy(() -> shortTree.lookup("odom", "base_link", 9 * SECOND))
        .hasMessageContaining("not connected");
  }

  @Test
  void shouldRefuseRingsAndMoveAFrameToItsNewParent() {
    tree.addStatic("a", "b", Pose.IDENTITY);
    tree.addStatic("b", "c", Pose.IDENTITY);
    assertThatThrownBy(() -> tree.addStatic("c", "a", Pose.IDENTITY))
        .hasMessage("frame 'a' cannot be a child of 'c', which hangs on it: c -> b -> a");
    assertThatThrownBy(() -> tree.add("a", "a", 0, Pose.IDENTITY))
        .isInstanceOf(TransformException.class);
    assertThatThrownBy(() -> tree.add("", "a", 0, Pose.IDENTITY))
        .hasMessageContaining("names no frame");
    tree.add("d", "c", SECOND, yaw(4, 0, 0));
    assertThat(tree.parent("c")).contains("d");
    assertThat(tree.lookup("d", "c", SECOND).x()).isEqualTo(4);
  }
}
