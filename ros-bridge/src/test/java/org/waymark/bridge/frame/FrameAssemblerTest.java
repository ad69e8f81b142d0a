package org.waymark.bridge.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.waymark.avro.CameraFrame;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovariance;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.RecordCodec;

class FrameAssemblerTest {

  @Test
  void shouldWriteAFrameThatAReaderOfTheContractUnderstands() {
    Pose mounting = new Pose(0.1, 0, 1.2, 0.5, -0.5, 0.5, -0.5);
    FrameContext context =
        new FrameContext(
            Optional.of(new Intrinsics(2, 1, 3, 4, 1, 0.5)),
            Optional.of(mounting),
            Optional.of(Odometry.ofPose(new Pose(7, 0, 0, 0, 0, 0, 1))),
            Optional.of(Priors.of(guess("/map", 1), "map")));
    UUID run = UUID.randomUUID();
    FrameAssembler assembler = new FrameAssembler("r1", run);
    ImageData picture = new ImageData("mono8", 2, 1, 2, new byte[] {5, 6});
    CameraFrame first = assembler.assemble("camera_optical", 42, picture, context);
    CameraFrame second = assembler.assemble("camera_optical", 43, picture, FrameContext.NONE);

    RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
    CameraFrame read = codec.decode(codec.encode(first));
    assertThat(read.getRun()).isEqualTo(run.toString());
    assertThat(read.getSequence()).isZero();
    assertThat(read.getStampNanos()).isEqualTo(42);
    assertThat(read.getCamera()).isEqualTo("camera_optical");
    assertThat(read.getImage()).isEqualTo(ByteBuffer.wrap(picture.bytes()));
    assertThat(read.getBaseToCamera().getZ()).isEqualTo(1.2);
    assertThat(read.getOdometry().getPose().getX()).isEqualTo(7);
    assertThat(read.getPrior().getFrame()).isEqualTo("base_link");
    assertThat(read.getIntrinsics().getFy()).isEqualTo(4);
    assertThat(second.getSequence()).isEqualTo(1);
    assertThat(second.getPrior()).isNull();
  }

  @Test
  void shouldRefuseAGuessInAnotherFrame() {
    assertThatThrownBy(() -> Priors.of(guess("odom", 1), "map"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("'odom', not 'map'");
    assertThatThrownBy(() -> Priors.of(guess("map", 0), "map")).hasMessageContaining("no pose");
  }

  private static PoseWithCovarianceStamped guess(String frame, double qw) {
    return new PoseWithCovarianceStamped(
        new Header(0, 1, frame),
        new PoseWithCovariance(
            new org.waymark.bridge.message.geometry_msgs.Pose(
                new Point(1, 2, 0), new Quaternion(0, 0, 0, qw)),
            new double[36]));
  }
}
