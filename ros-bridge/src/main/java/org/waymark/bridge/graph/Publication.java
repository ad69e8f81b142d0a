package org.waymark.bridge.graph;

/** An offered topic. Safe for use by many threads. */
public interface Publication<M> extends AutoCloseable {

  /** Hands a message to everybody who listens; never waits for a slow one. */
  void publish(M message);

  /** Keeps a latched message no longer for those who come later. */
  default void forget() {}

  /** How many listen now. */
  int subscribers();

  @Override
  void close();
}
