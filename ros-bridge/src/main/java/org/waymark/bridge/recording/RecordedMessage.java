package org.waymark.bridge.recording;

import java.nio.ByteBuffer;

/**
 * A message as it was recorded.
 *
 * @param timeNanos when the recorder received it, in nanoseconds since the Unix epoch
 * @param bytes the serialized message, position 0; a view that keeps its whole chunk in memory, so
 *     copy what is kept for long. Not to be changed
 */
public record RecordedMessage(
    Channel channel, long timeNanos, ByteBuffer bytes, MessageAddress address) {}
