package org.waymark.bridge.graph;

/** An offered topic. Safe for use by many threads. */
public interface Publication<M> extends AutoCloseable {

  /** Hands a message to everybody who listens; never waits for a slow one. */
  void publish(M message);

  /** How many listen now. */
  int subscribers();

  @Override
  void close();
}
