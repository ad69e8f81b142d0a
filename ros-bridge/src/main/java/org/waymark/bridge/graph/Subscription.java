package org.waymark.bridge.graph;

/** A topic that is listened to. */
public interface Subscription extends AutoCloseable {

  /** How many publish on it now. */
  int publishers();

  @Override
  void close();
}
