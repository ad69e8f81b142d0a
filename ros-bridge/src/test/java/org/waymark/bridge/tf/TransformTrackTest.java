package org.waymark.bridge.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.waymark.bridge.tf.InterpolationTest.yaw;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.waymark.core.geometry.Pose;

class TransformTrackTest {

  @Test
  void shouldContinueTheLastMotionOnlyAsFarAsAllowed() {
    TransformTrack track = new TransformTrack(Duration.ofSeconds(10));
    track.add(0, yaw(0, 0, 0));
    track.add(100, yaw(1, 0, 0.1));
    Pose ahead = track.at(150, Duration.ofNanos(50)).orElseThrow();
    assertThat(ahead.x()).isCloseTo(1.5, within(1e-12));
    assertThat(ahead.angleTo(yaw(0, 0, 0.15))).isCloseTo(0, within(1e-12));
    assertThat(track.at(151, Duration.ofNanos(50))).isEmpty();
    assertThat(track.at(101)).isEmpty();
    assertThat(track.at(-1, Duration.ofNanos(50))).isEmpty();
  }

  @Test
  void shouldHoldASinglePoseStill() {
    TransformTrack track = new TransformTrack(Duration.ofSeconds(10));
    track.add(5, yaw(3, 0, 0));
    assertThat(track.at(5)).contains(yaw(3, 0, 0));
    assertThat(track.at(8, Duration.ofNanos(3))).contains(yaw(3, 0, 0));
  }

  @Test
  void shouldBoundItsMemoryWhateverTheStamps() {
    TransformTrack track = new TransformTrack(Duration.ofDays(1));
    for (int i = 0; i < 20_000; i++) {
      track.add(i, Pose.IDENTITY);
    }
    assertThat(track.firstNanos()).isEqualTo(8_000);
    assertThat(track.lastNanos()).isEqualTo(19_999);
  }
}
