package org.waymark.bridge.recording;

/**
 * One stream of messages of a recording. A topic may have several, one for each publisher.
 *
 * @param id unique within the recording's file
 * @param type as recorded, e.g. {@code sensor_msgs/Image} or {@code sensor_msgs/msg/Image}; empty
 *     where the recording does not say
 */
public record Channel(int id, String topic, String type, Encoding encoding) {}
