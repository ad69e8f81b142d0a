package org.waymark.bridge.ros2;

/**
 * A reader or writer that somebody has in the domain.
 *
 * @param topic as DDS calls it
 * @param type as DDS calls it
 */
record DdsEndpoint(String topic, String type, DdsQos qos) {}
