package org.waymark.bridge.frame;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.waymark.avro.CameraFrame;
import org.waymark.core.image.ImageData;
import org.waymark.core.record.Poses;

/**
 * Makes the frames of one robot's camera in one run, counted from 0. For one thread.
 *
 * <p>The picture's bytes go into the record without a copy.
 */
public final class FrameAssembler {

  private final String robot;
  private final String run;
  private long sequence;

  /**
   * Prepares the frames of a camera.
   *
   * @param run the start of this bridge or replay
   */
  public FrameAssembler(String robot, UUID run) {
    this.robot = robot;
    this.run = run.toString();
  }

  /**
   * The next frame.
   *
   * @param camera the camera's optical frame id
   * @param stampNanos when the picture was taken
   */
  public CameraFrame assemble(
      String camera, long stampNanos, ImageData picture, FrameContext context) {
    CameraFrame.Builder frame =
        CameraFrame.newBuilder()
            .setRobot(robot)
            .setRun(run)
            .setCamera(camera)
            .setStampNanos(stampNanos)
            .setSequence(sequence++)
            .setEncoding(picture.encoding())
            .setWidth(picture.width())
            .setHeight(picture.height())
            .setStep(picture.step())
            .setImage(ByteBuffer.wrap(picture.bytes()));
    context.intrinsics().map(Poses::toRecord).ifPresent(frame::setIntrinsics);
    context.baseToCamera().map(Poses::toRecord).ifPresent(frame::setBaseToCamera);
    context.odometry().map(Poses::toRecord).ifPresent(frame::setOdometry);
    context.prior().ifPresent(frame::setPrior);
    return frame.build();
  }
}
