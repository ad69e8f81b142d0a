package org.waymark.bridge.frame;

import java.util.Optional;
import org.waymark.avro.PoseWithCovariance;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;

/**
 * What is known beside a picture at its stamp.
 *
 * @param intrinsics of the camera, in pixels of the picture
 * @param baseToCamera the mounting: pose of the camera's optical frame in base_link
 * @param odometry at the picture's stamp
 * @param prior a guess of base_link in the map frame
 */
public record FrameContext(
    Optional<Intrinsics> intrinsics,
    Optional<Pose> baseToCamera,
    Optional<Odometry> odometry,
    Optional<PoseWithCovariance> prior) {

  public static final FrameContext NONE =
      new FrameContext(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
