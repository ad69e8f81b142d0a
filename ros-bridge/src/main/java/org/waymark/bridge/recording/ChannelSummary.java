package org.waymark.bridge.recording;

/**
 * What a recording holds of a channel.
 *
 * @param firstNanos when its first message was recorded; 0 without messages
 * @param lastNanos when its last message was recorded; 0 without messages
 */
public record ChannelSummary(Channel channel, long count, long firstNanos, long lastNanos) {

  /** Messages per second between the first and the last; NaN where that says nothing. */
  public double frequency() {
    return count < 2 || lastNanos <= firstNanos
        ? Double.NaN
        : (count - 1) * 1e9 / (lastNanos - firstNanos);
  }
}
