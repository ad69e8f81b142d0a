package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.waymark.bridge.recording.ChannelSummary;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.Recordings;

/** Says what a bag, an MCAP file or a folder of ROS 2 holds, topic by topic. */
final class RecordingPrinter {

  private RecordingPrinter() {}

  /** Whether a text is the path of a recording, and no data set's name. */
  static boolean isRecording(String text) {
    Path path = Path.of(text);
    return path.toFile().exists() && Recordings.format(path).isPresent();
  }

  /** Prints; returns whether nothing of it is damaged. */
  static boolean print(Path path, boolean json) {
    try (Recording recording = Recordings.open(path)) {
      RecordingSummary summary = recording.summary();
      if (json) {
        Json.print(System.out, json(recording, summary));
      } else {
        print(recording, summary);
      }
      return summary.damage().isEmpty();
    }
  }

  private static double seconds(RecordingSummary summary) {
    return (summary.lastNanos() - summary.firstNanos()) / 1e9;
  }

  private static ObjectNode json(Recording recording, RecordingSummary summary) {
    ObjectNode node =
        Json.object()
            .put("recording", recording.path().toString())
            .put("format", recording.format())
            .put("messages", summary.messages())
            .put("start_ns", summary.firstNanos())
            .put("end_ns", summary.lastNanos());
    Json.put(node, "seconds", seconds(summary));
    ArrayNode topics = node.putArray("topics");
    for (ChannelSummary c : summary.byTopic()) {
      ObjectNode topic =
          topics
              .addObject()
              .put("topic", c.channel().topic())
              .put("type", c.channel().type())
              .put("encoding", c.channel().encoding().name().toLowerCase(java.util.Locale.ROOT))
              .put("messages", c.count());
      Json.put(topic, "hz", c.frequency());
    }
    summary.damage().forEach(node.putArray("damage")::add);
    return node;
  }

  private static void print(Recording recording, RecordingSummary summary) {
    Table table = new Table("recording", recording.path().toString());
    table.row("format", recording.format());
    table.row("messages", Long.toString(summary.messages()));
    if (summary.messages() > 0) {
      table.row("duration", Table.number(seconds(summary), 1) + " s");
      table.row("start", instant(summary.firstNanos()));
      table.row("end", instant(summary.lastNanos()));
    }
    System.out.print(table);
    Table topics = new Table("topic", "type", "messages", "Hz");
    for (ChannelSummary c : summary.byTopic()) {
      topics.row(
          c.channel().topic(),
          Optional.of(c.channel().type()).filter(type -> !type.isEmpty()).orElse("-"),
          Long.toString(c.count()),
          Table.number(c.frequency(), 1));
    }
    System.out.println();
    System.out.print(topics);
    summary.damage().forEach(what -> System.out.println("damaged: " + what));
  }

  private static String instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos).toString();
  }
}
