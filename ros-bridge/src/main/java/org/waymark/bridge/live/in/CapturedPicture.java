package org.waymark.bridge.live.in;

import org.waymark.core.image.ImageData;

/**
 * A picture as it came from a camera.
 *
 * @param camera optical frame id
 * @param stampNanos when it was taken, nanoseconds since the epoch
 * @param receivedNanos when it came, in ROS time
 */
record CapturedPicture(String camera, long stampNanos, long receivedNanos, ImageData picture) {}
