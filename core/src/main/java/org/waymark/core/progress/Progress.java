package org.waymark.core.progress;

/**
 * One piece of long work under way. Closing it says that the work ended, well or not. Safe for use
 * by many threads.
 */
public interface Progress extends AutoCloseable {

  /** Says that {@code items} more are done. */
  void advance(long items);

  /** Says where in its own terms the work is, e.g. {@code "12.5 s of the recording"}. */
  default void at(String position) {}

  @Override
  void close();
}
