package org.waymark.bridge.recording.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * Every file of MCAP's conformance corpus gives the channels, times and bytes that its {@code
 * .json} lists. Where the corpus has pointers of Git LFS in place of the files, they are made again
 * and compared by their sums; see src/test/python/conformance.py.
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
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode schemas = mapper.createObjectNode();
    ObjectNode channels = mapper.createObjectNode();
    List<String> messages = new ArrayList<>();
    for (JsonNode record : json.path("records")) {
      ObjectNode fields = mapper.createObjectNode();
      record.path("fields").forEach(pair -> fields.set(pair.path(0).asText(), pair.path(1)));
      switch (record.path("type").asText()) {
        case "Schema" -> schemas.set(fields.path("id").asText(), fields.path("name"));
        case "Channel" -> channels.set(fields.path("id").asText(), fields);
        case "Message" -> {
          JsonNode channel = channels.path(fields.path("channel_id").asText());
          JsonNode data = fields.path("data");
          byte[] bytes = new byte[data.size()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) data.path(i).asInt();
          }
          messages.add(
              new Sample(
                      channel.path("topic").asText(),
                      schemas.path(channel.path("schema_id").asText()).asText(),
                      fields.path("log_time").asLong(),
                      bytes)
                  .toString());
        }
        default -> {}
      }
    }
    return messages;
  }
}
