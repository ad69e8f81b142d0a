package org.waymark.bridge.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.waymark.bridge.message.sensor_msgs.CameraInfo;
import org.waymark.bridge.message.sensor_msgs.RegionOfInterest;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.core.geometry.Intrinsics;

class CameraModelsTest {

  private static final double[] K = {600, 0, 321, 0, 610, 239, 0, 0, 1};
  private static final RegionOfInterest WHOLE = new RegionOfInterest(0, 0, 0, 0, false);

  @Test
  void shouldReadK() {
    assertThat(CameraModels.intrinsics(info(640, 480, K, 0, WHOLE)))
        .contains(new Intrinsics(640, 480, 600, 610, 321, 239));
  }

  @Test
  void shouldMoveToTheRegionAndScaleByTheBinning() {
    RegionOfInterest region = new RegionOfInterest(100, 40, 200, 400, false);
    assertThat(CameraModels.intrinsics(info(640, 480, K, 2, region)))
        .contains(new Intrinsics(200, 100, 300, 305, 110.5, 99.5));
  }

  @Test
  void shouldTakeZerosForUncalibratedAndNonsenseForNothing() {
    assertThat(CameraModels.intrinsics(info(640, 480, new double[9], 0, WHOLE))).isEmpty();
    assertThat(CameraModels.intrinsics(info(0, 0, K, 0, WHOLE))).isEmpty();
    double[] infinite = {600, 0, Double.NaN, 0, 610, 239, 0, 0, 1};
    assertThat(CameraModels.intrinsics(info(640, 480, infinite, 0, WHOLE))).isEmpty();
  }

  private static CameraInfo info(
      int width, int height, double[] k, int binning, RegionOfInterest roi) {
    return new CameraInfo(
        new Header(0, 1, "camera"),
        height,
        width,
        "plumb_bob",
        new double[5],
        k,
        new double[9],
        new double[12],
        binning,
        binning,
        roi);
  }
}
