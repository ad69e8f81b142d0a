package org.waymark.bridge.live.in;

import org.waymark.avro.PoseWithCovariance;

/**
 * Where somebody says that a robot is.
 *
 * @param pose of base_link in the map frame
 * @param receivedNanos when it was said, in ROS time
 */
record Guess(PoseWithCovariance pose, long receivedNanos) {}
