package org.waymark.bridge.graph;

/** Takes the messages of one subscription, on that subscription's thread. */
@FunctionalInterface
public interface MessageListener<M> {

  /**
   * A message has come.
   *
   * @param receivedNanos ROS time when its last byte arrived, nanoseconds since the epoch
   */
  void onMessage(M message, long receivedNanos);
}
