package org.waymark.bridge.recording.dataset;

import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.MessageAddress;

/**
 * Where a picture lies and when it was taken.
 *
 * @param camera its optical frame; empty where the driver says none
 */
record PictureRow(Channel channel, String camera, long stampNanos, MessageAddress address) {

  /** Names the picture: its topic and its stamp, which no other picture of the topic has. */
  String id() {
    String topic = channel.topic().startsWith("/") ? channel.topic().substring(1) : channel.topic();
    return "%s/%d.%09d"
        .formatted(
            topic,
            Math.floorDiv(stampNanos, 1_000_000_000L),
            Math.floorMod(stampNanos, 1_000_000_000L));
  }
}
