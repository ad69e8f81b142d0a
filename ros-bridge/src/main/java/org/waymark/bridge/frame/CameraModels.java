package org.waymark.bridge.frame;

import java.util.Optional;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.sensor_msgs.RegionOfInterest;
import org.waymark.core.geometry.Intrinsics;

/** Intrinsics of the picture that a camera sends, of the calibration that it announces. */
public final class CameraModels {

  /** Places in the row-major 3x3 matrix K: fx 0 cx, 0 fy cy, 0 0 1. */
  private static final int FX = 0;

  private static final int CX = 2;
  private static final int FY = 4;
  private static final int CY = 5;
  private static final int SIZE = 9;

  private CameraModels() {}

  /**
   * Intrinsics in pixels of the picture: K speaks of the whole sensor, of which the picture is the
   * region of interest, divided by the binning.
   *
   * @return empty when the camera is not calibrated (K is all zero, as REP-104 says) or the
   *     calibration makes no sense
   */
  public static Optional<Intrinsics> intrinsics(CameraInfo info) {
    double[] k = info.k();
    if (k.length != SIZE || !(k[FX] > 0 && k[FY] > 0)) {
      return Optional.empty();
    }
    int binningX = Math.max(1, info.binningX());
    int binningY = Math.max(1, info.binningY());
    RegionOfInterest roi = info.roi();
    boolean whole = roi.width() == 0 && roi.height() == 0;
    int width = (whole ? info.width() : roi.width()) / binningX;
    int height = (whole ? info.height() : roi.height()) / binningY;
    try {
      return Optional.of(
          new Intrinsics(
              width,
              height,
              k[FX] / binningX,
              k[FY] / binningY,
              (k[CX] - (whole ? 0 : roi.xOffset())) / binningX,
              (k[CY] - (whole ? 0 : roi.yOffset())) / binningY));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
