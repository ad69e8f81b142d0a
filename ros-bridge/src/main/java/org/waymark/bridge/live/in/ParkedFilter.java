package org.waymark.bridge.live.in;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;

/**
 * Leaves out the pictures of a parked robot: those that look like the last one sent while the
 * odometry, where there is one, has not moved. Now and then one is sent all the same, so that the
 * pose stays fresh. For one thread.
 */
final class ParkedFilter {

  /** What noise, flicker and JPEG change in the mean of a cell, in grey levels. */
  private static final float MAX_DIFFERENCE = 3;

  private static final double MAX_METRES = 0.02;
  private static final double MAX_RADIANS = Math.toRadians(1);

  private final long everyNanos;
  private @Nullable PictureSketch sketch;
  private @Nullable Pose odometry;
  private long sentNanos;

  ParkedFilter(double everySeconds) {
    this.everyNanos = (long) (everySeconds * 1e9);
  }

  /** Whether a picture says something new; if so, it is the one that the next are compared with. */
  boolean passes(ImageData picture, long stampNanos, Optional<Odometry> moved) {
    Optional<PictureSketch> now = PictureSketch.of(picture);
    long since = stampNanos - sentNanos;
    if (now.isPresent()
        && sketch != null
        && since >= 0
        && since < everyNanos
        && now.get().difference(sketch) <= MAX_DIFFERENCE
        && !hasMoved(moved)) {
      return false;
    }
    sketch = now.orElse(null);
    odometry = moved.map(Odometry::pose).orElse(null);
    sentNanos = stampNanos;
    return true;
  }

  private boolean hasMoved(Optional<Odometry> moved) {
    if (odometry == null || moved.isEmpty()) {
      return false;
    }
    Pose pose = moved.get().pose();
    return pose.distanceTo(odometry) > MAX_METRES || pose.angleTo(odometry) > MAX_RADIANS;
  }
}
