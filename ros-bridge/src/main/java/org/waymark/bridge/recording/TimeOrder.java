package org.waymark.bridge.recording;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages in order of time by looking ahead: the earliest of the next {@link #MAX_MESSAGES}
 * messages comes first, or of as many as have {@link #MAX_BYTES} together. Recorders write messages
 * as they arrive, a chunk at a time, so they are out of order by little; one that lies further
 * behind comes late. Messages of one time stay in the order of the file.
 */
final class TimeOrder implements MessageCursor {

  static final int MAX_MESSAGES = 4096;
  static final long MAX_BYTES = 16L << 20;

  private record Waiting(RecordedMessage message, long number) {}

  private final MessageCursor source;
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong((Waiting w) -> w.message().timeNanos())
              .thenComparingLong(Waiting::number));
  private long read;
  private long waitingBytes;
  private boolean ended;

  TimeOrder(MessageCursor source) {
    this.source = source;
  }

  @Override
  public @Nullable RecordedMessage next() {
    while (!ended && waiting.size() < MAX_MESSAGES && waitingBytes < MAX_BYTES) {
      RecordedMessage message = source.next();
      if (message == null) {
        ended = true;
      } else {
        waiting.add(new Waiting(message, read++));
        waitingBytes += message.bytes().remaining();
      }
    }
    Waiting earliest = waiting.poll();
    if (earliest == null) {
      return null;
    }
    waitingBytes -= earliest.message().bytes().remaining();
    return earliest.message();
  }

  @Override
  public List<String> damage() {
    return source.damage();
  }

  @Override
  public void close() {
    source.close();
  }
}
