package org.waymark.bridge.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.Pose;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.geometry_msgs.Twist;
import org.waymark.bridge.message.geometry_msgs.TwistWithCovariance;
import org.waymark.bridge.message.geometry_msgs.Vector3;
import org.waymark.bridge.message.nav_msgs.Odometry;
import org.waymark.bridge.message.std_msgs.Header;

class OdometryTrackTest {

  private static final long MS = 1_000_000;
  private static final Vector3 ZERO = new Vector3(0, 0, 0);

  private final OdometryTrack track =
      new OdometryTrack(OdometryTrack.DEFAULT_HISTORY, OdometryTrack.DEFAULT_AHEAD);

  @Test
  void shouldInterpolateAndContinueForAShortWhile() {
    track.add(odometry(1000 * MS, 1, 0.5));
    track.add(odometry(1020 * MS, 3, 0.7));
    assertThat(track.at(1005 * MS).orElseThrow().pose().x()).isCloseTo(1.5, within(1e-12));
    assertThat(track.at(1005 * MS).orElseThrow().covariance()).startsWith(0.5, 0.0);
    assertThat(track.at(1030 * MS).orElseThrow().pose().x()).isCloseTo(4, within(1e-12));
    assertThat(track.at(1030 * MS).orElseThrow().covariance()).startsWith(0.7, 0.0);
    assertThat(track.at(1030 * MS).orElseThrow().frame()).isEqualTo("base_link");
    assertThat(track.at(1121 * MS)).isEmpty();
    assertThat(track.at(999 * MS)).isEmpty();
  }

  @Test
  void shouldTakeAnImpossibleCovarianceForUnknown() {
    track.add(odometry(0, 0, -1));
    assertThat(track.at(0).orElseThrow().covariance()).containsOnly(0.0).hasSize(36);
    track.add(odometry(10, 0, Double.NaN));
    assertThat(track.at(10).orElseThrow().covariance()).containsOnly(0.0).hasSize(36);
  }

  @Test
  void shouldBeginAnewWhenTheClockJumpsBack() {
    track.add(odometry(100_000 * MS, 50, 0));
    track.add(odometry(5 * MS, 1, 0));
    assertThat(track.at(5 * MS).orElseThrow().pose().x()).isEqualTo(1);
    assertThat(track.at(100_000 * MS)).isEmpty();
  }

  static Odometry odometry(long stamp, double x, double variance) {
    double[] covariance = new double[36];
    covariance[0] = variance;
    return new Odometry(
        new Header(0, stamp, "odom"),
        "base_link",
        new PoseWithCovariance(
            new Pose(new Point(x, 0, 0), new Quaternion(0, 0, 0, 1)), covariance),
        new TwistWithCovariance(new Twist(ZERO, ZERO), Arrays.copyOf(covariance, 36)));
  }
}
