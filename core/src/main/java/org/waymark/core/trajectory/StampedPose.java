package org.waymark.core.trajectory;

import org.waymark.core.geometry.Pose;

/**
 * Where something was at one time.
 *
 * @param stampNanos since the Unix epoch, or since a recording began
 */
public record StampedPose(long stampNanos, Pose pose) {}
