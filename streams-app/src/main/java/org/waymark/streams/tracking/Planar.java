package org.waymark.streams.tracking;

import org.ejml.data.DMatrixRMaj;

/** What is left uncertain of a robot that stays on one floor: z is up, as in REP-103. */
final class Planar {

  /** Of the camera's height, in m^2: 3 cm of suspension and mapping. */
  static final double HEIGHT_VARIANCE = 0.03 * 0.03;

  /** Of roll and pitch, in rad^2: 1.5 degrees. */
  static final double TILT_VARIANCE = 0.026 * 0.026;

  private static final int[] UNUSED = {2, 3, 4};

  private Planar() {}

  /**
   * A covariance in which height, roll and pitch are small, never zero (a filter cannot fuse
   * zeros), and hang together with nothing.
   */
  static DMatrixRMaj flattened(DMatrixRMaj covariance) {
    DMatrixRMaj flat = covariance.copy();
    for (int axis : UNUSED) {
      for (int other = 0; other < ErrorState.SIZE; other++) {
        flat.set(axis, other, 0);
        flat.set(other, axis, 0);
      }
      flat.set(axis, axis, axis == 2 ? HEIGHT_VARIANCE : TILT_VARIANCE);
    }
    return flat;
  }
}
