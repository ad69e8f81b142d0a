package org.waymark.bridge.recording;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a recording holds.
 *
 * @param channels in the order in which they were met
 * @param damage what of the file is damaged, in words
 */
public record RecordingSummary(List<ChannelSummary> channels, List<String> damage) {

  public RecordingSummary {
    channels = List.copyOf(channels);
    damage = List.copyOf(damage);
  }

  public long messages() {
    return channels.stream().mapToLong(ChannelSummary::count).sum();
  }

  /** When the earliest message was recorded; 0 without messages. */
  public long firstNanos() {
    return channels.stream()
        .filter(c -> c.count() > 0)
        .mapToLong(ChannelSummary::firstNanos)
        .min()
        .orElse(0);
  }

  /** When the latest message was recorded; 0 without messages. */
  public long lastNanos() {
    return channels.stream()
        .filter(c -> c.count() > 0)
        .mapToLong(ChannelSummary::lastNanos)
        .max()
        .orElse(0);
  }

  /** Topic by topic: the channels of one topic, type and encoding are taken together. */
  public List<ChannelSummary> byTopic() {
    record Key(String topic, String type, Encoding encoding) {}
    Map<Key, ChannelSummary> topics = new LinkedHashMap<>();
    for (ChannelSummary c : channels) {
      topics.merge(
          new Key(c.channel().topic(), c.channel().type(), c.channel().encoding()),
          c,
          RecordingSummary::join);
    }
    return topics.values().stream()
        .sorted(java.util.Comparator.comparing((ChannelSummary c) -> c.channel().topic()))
        .toList();
  }

  private static ChannelSummary join(ChannelSummary a, ChannelSummary b) {
    if (a.count() == 0 || b.count() == 0) {
      return a.count() == 0 ? b : a;
    }
    return new ChannelSummary(
        a.channel(),
        a.count() + b.count(),
        Math.min(a.firstNanos(), b.firstNanos()),
        Math.max(a.lastNanos(), b.lastNanos()));
  }

  /** Adds messages up. For one thread. */
  public static final class Builder {

    private final Map<Channel, Tally> tallies = new LinkedHashMap<>();
    private final List<String> damage = new ArrayList<>();

    private static final class Tally {
      private long count;
      private long first = Long.MAX_VALUE;
      private long last = Long.MIN_VALUE;
    }

    /** A channel, which may have no messages. */
    public void channel(Channel channel) {
      tallies.computeIfAbsent(channel, c -> new Tally());
    }

    /** Messages of a channel, of which the earliest and latest are known. */
    public void add(Channel channel, long count, long firstNanos, long lastNanos) {
      Tally tally = tallies.computeIfAbsent(channel, c -> new Tally());
      tally.count += count;
      tally.first = Math.min(tally.first, firstNanos);
      tally.last = Math.max(tally.last, lastNanos);
    }

    /** A channel of which all is known. */
    public void add(ChannelSummary c) {
      channel(c.channel());
      if (c.count() > 0) {
        add(c.channel(), c.count(), c.firstNanos(), c.lastNanos());
      }
    }

    public void damage(List<String> found) {
      damage.addAll(found);
    }

    public RecordingSummary build() {
      List<ChannelSummary> channels = new ArrayList<>();
      tallies.forEach(
          (channel, t) ->
              channels.add(
                  t.count == 0
                      ? new ChannelSummary(channel, 0, 0, 0)
                      : new ChannelSummary(channel, t.count, t.first, t.last)));
      return new RecordingSummary(channels, damage);
    }
  }

  /** Adds up all messages of a cursor, which is left at its end. */
  public static RecordingSummary of(MessageCursor messages) {
    Builder builder = new Builder();
    for (@Nullable RecordedMessage m = messages.next(); m != null; m = messages.next()) {
      builder.add(m.channel(), 1, m.timeNanos(), m.timeNanos());
    }
    builder.damage(messages.damage());
    return builder.build();
  }

  /**
   * As the other, with channels that have no messages.
   *
   * @param channels all of them, known when the messages have been read
   */
  public static RecordingSummary of(
      MessageCursor messages, Supplier<Collection<Channel>> channels) {
    RecordingSummary read = of(messages);
    Builder builder = new Builder();
    channels.get().forEach(builder::channel);
    read.channels().forEach(builder::add);
    builder.damage(read.damage());
    return builder.build();
  }
}
