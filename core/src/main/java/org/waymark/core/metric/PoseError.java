package org.waymark.core.metric;

import org.waymark.core.geometry.Pose;

/**
 * How far a pose is from the true one.
 *
 * @param metres between the positions
 * @param degrees of the rotation between the orientations, 0 to 180
 */
public record PoseError(double metres, double degrees) {

  public static PoseError between(Pose truth, Pose found) {
    return new PoseError(truth.distanceTo(found), Math.toDegrees(truth.angleTo(found)));
  }
}
