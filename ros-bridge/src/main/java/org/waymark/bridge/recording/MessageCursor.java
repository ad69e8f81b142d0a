package org.waymark.bridge.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the messages of a recording once. For one thread. */
public interface MessageCursor extends AutoCloseable {

  /**
   * The next message, or null after the last that can be read.
   *
   * @throws org.waymark.core.WaymarkException when the file cannot be read at all; what is merely
   *     damaged is told by {@link #damage()}
   */
  @Nullable RecordedMessage next();

  /** What was found damaged so far, in words that name the place in the file; usually nothing. */
  List<String> damage();

  @Override
  void close();
}
