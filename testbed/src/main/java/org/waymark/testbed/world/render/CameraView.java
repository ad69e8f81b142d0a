package org.waymark.testbed.world.render;

import org.joml.Matrix3d;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

/** World to camera, for one frame. */
final class CameraView {

  private final double[] r = new double[9];
  private final double x;
  private final double y;
  private final double z;
  final Intrinsics lens;

  CameraView(Pose cameraToWorld, Intrinsics lens) {
    Matrix3d m = cameraToWorld.orientation().get(new Matrix3d());
    // JOML stores columns, and the columns of camera-to-world are the rows of world-to-camera.
    m.get(r);
    x = cameraToWorld.x();
    y = cameraToWorld.y();
    z = cameraToWorld.z();
    this.lens = lens;
  }

  /** A point of the world in the optical frame. */
  void point(double px, double py, double pz, double[] out, int at) {
    direction(px - x, py - y, pz - z, out, at);
  }

  /** A direction of the world in the optical frame. */
  void direction(double dx, double dy, double dz, double[] out, int at) {
    out[at] = r[0] * dx + r[1] * dy + r[2] * dz;
    out[at + 1] = r[3] * dx + r[4] * dy + r[5] * dz;
    out[at + 2] = r[6] * dx + r[7] * dy + r[8] * dz;
  }

  double x() {
    return x;
  }

  double y() {
    return y;
  }
}
