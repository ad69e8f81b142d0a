package org.waymark.bridge.recording.chunk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.RecordingSummary;

/**
 * What the indexes beside chunks say of a recording's messages; channels may become known later.
 */
public final class IndexTimes {

  private final List<Times> times = new ArrayList<>();

  private record Times(int channel, int count, long first, long last) {}

  /**
   * Messages of a channel.
   *
   * @param channel its number in the file
   * @param first nanoseconds of the earliest, {@code last} of the latest
   */
  public void add(int channel, int count, long first, long last) {
    times.add(new Times(channel, count, first, last));
  }

  /**
   * All of it added up.
   *
   * @param all channels of the recording, those without messages too
   * @param byNumber of a channel; null where there is none
   * @return empty when messages are of a channel that there is none of
   */
  public Optional<RecordingSummary> sums(
      Collection<Channel> all, IntFunction<@Nullable Channel> byNumber) {
    RecordingSummary.Builder sums = new RecordingSummary.Builder();
    all.forEach(sums::channel);
    for (Times t : times) {
      Channel channel = byNumber.apply(t.channel());
      if (channel == null) {
        return Optional.empty();
      }
      sums.add(channel, t.count(), t.first(), t.last());
    }
    return Optional.of(sums.build());
  }
}
