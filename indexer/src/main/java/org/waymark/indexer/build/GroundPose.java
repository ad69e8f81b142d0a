package org.waymark.indexer.build;

import org.joml.Matrix3d;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.waymark.core.geometry.GroundPosition;
import org.waymark.core.geometry.Pose;

/**
 * The pose of a camera of which GPS and compass alone are known: level, at height 0, in a frame
 * whose x points to grid east, y to grid north and z up (REP-103).
 */
public final class GroundPose {

  private GroundPose() {}

  /**
   * Camera-to-map of an optical frame: x right, y down, z forward.
   *
   * @param originEast easting of the map's origin
   * @param originNorth northing of the map's origin
   * @return facing north where the heading is not known
   */
  public static Pose of(GroundPosition position, double originEast, double originNorth) {
    double heading = Math.toRadians(position.heading().orElse(0));
    double sine = Math.sin(heading);
    double cosine = Math.cos(heading);
    // JOML's constructor takes columns: what the camera's right, down and forward are in the map.
    Matrix3d rotation = new Matrix3d(cosine, -sine, 0, 0, 0, -1, sine, cosine, 0);
    return Pose.of(
        new Vector3d(position.east() - originEast, position.north() - originNorth, 0),
        rotation.getNormalizedRotation(new Quaterniond()));
  }
}
