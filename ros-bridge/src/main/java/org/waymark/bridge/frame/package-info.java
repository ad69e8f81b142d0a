/**
 * From ROS's messages of a camera, its calibration, odometry and a guess to the {@code CameraFrame}
 * of the contract; for live robots and for recordings.
 */
@NullMarked
package org.waymark.bridge.frame;

import org.jspecify.annotations.NullMarked;
