package org.waymark.bridge.graph;

import java.util.Optional;

/** A topic that is listened to. */
public interface Subscription extends AutoCloseable {

  /** How many publish on it now. */
  int publishers();

  /**
   * Why somebody who publishes on it is not heard: another type, or a QoS that does not match.
   * Empty where there is no such publisher, or the graph cannot tell.
   */
  default Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  void close();
}
