package org.waymark.bridge.recording.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.RecordedMessage;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Sample;
import org.waymark.core.testing.Python;
import org.waymark.core.testing.Recordings;

/**
 * Every file of MCAP's conformance corpus gives the channels, times and bytes that its {@code .json}
 * lists. Where the corpus has pointers of Git LFS in place of the files, they are made again and
 * compared by their sums; see src/test/python/conformance.py.
 */
@Tag("peer")
class McapConformanceTest {

  @TempDir Path folder;

  @Test
  void shouldGiveTheMessagesOfEveryFile() throws Exception {
    Path corpus = Recordings.require("mcap-conformance");
    Python.with("json")
        .run(
            folder,
            Files.readString(Path.of("src/test/python/conformance.py")),
            corpus.toString(),
            "made");
    List<String> names = Files.readAllLines(folder.resolve("made/made.txt"));
    assertThat(names).hasSizeGreaterThan(100);
    for (String name : names) {
      JsonNode json = new ObjectMapper().readTree(corpus.resolve(name + ".json").toFile());
      Path file = folder.resolve("made").resolve(name + ".mcap");
      try (Recording recording = org.waymark.bridge.recording.Recordings.open(file);
          MessageCursor messages = recording.messages()) {
        List<String> read = new ArrayList<>();
        for (RecordedMessage m = messages.next(); m != null; m = messages.next()) {
          read.add(Sample.of(m).toString());
          assertThat(recording.read(m.address())).as(name).isEqualTo(m.bytes());
        }
        assertThat(read).as(name).isEqualTo(expected(json));
        assertThat(messages.damage()).as(name).isEmpty();
        assertThat(recording.summary().messages()).as(name).isEqualTo(read.size());
      }
    }
  }

  private static List<String> expected(JsonNode json) {
    Map<String, String> schemas = new HashMap<>();
    Map<String, Map<String, JsonNode>> channels = new HashMap<>();
    List<String> messages = new ArrayList<>();
    for (JsonNode record : json.get("records")) {
      Map<String, JsonNode> fields = new HashMap<>();
      record.get("fields").forEach(pair -> fields.put(pair.get(0).asText(), pair.get(1)));
      switch (record.get("type").asText()) {
        case "Schema" -> schemas.put(fields.get("id").asText(), fields.get("name").asText());
        case "Channel" -> channels.put(fields.get("id").asText(), fields);
        case "Message" -> {
          Map<String, JsonNode> channel = channels.get(fields.get("channel_id").asText());
          JsonNode data = fields.get("data");
          byte[] bytes = new byte[data.size()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) data.get(i).asInt();
          }
          messages.add(
              new Sample(
                      channel.get("topic").asText(),
                      schemas.getOrDefault(channel.get("schema_id").asText(), ""),
                      fields.get("log_time").asLong(),
                      bytes)
                  .toString());
        }
        default -> {}
      }
    }
    return messages;
  }
}
