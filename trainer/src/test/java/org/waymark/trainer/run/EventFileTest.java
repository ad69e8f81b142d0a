package org.waymark.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.testing.Python;

class EventFileTest {

  @TempDir Path folder;

  @Test
  void shouldMaskTheChecksumAsTensorFlowDoes() {
    // CRC-32C of "123456789" is 0xe3069283 (RFC 3720); rotated right by 15, plus 0xa282ead8.
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(EventFile.maskedCrc(digits, digits.length)).isEqualTo(0xc78ab0e5);
  }

  @Test
  void shouldWriteRecordsOfEvents() throws Exception {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1), ZoneOffset.UTC);
    try (EventFile events = new EventFile(folder, 7, clock)) {
      events.scalars(300, Map.of("loss", 0.5));
    }
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1.");
    List<String> records = records(Files.readAllBytes(file));
    String time = "09" + "000000000000f03f";
    // Messages by hand from event.proto and summary.proto.
    assertThat(records)
        .containsExactly(
            time
                + "1000"
                + "1a0d"
                + HexFormat.of().formatHex("brain.Event:2".getBytes(StandardCharsets.UTF_8)),
            time + "1007" + "3a02" + "0801",
            time + "10ac02" + "2a0d" + "0a0b" + "0a046c6f7373" + "150000003f");
  }

  @Test
  @Tag("peer")
  void shouldBeReadByProtocolBuffers() throws Exception {
    Python python = Python.with("google.protobuf");
    Clock clock = Clock.fixed(Instant.ofEpochMilli(1_500), ZoneOffset.UTC);
    SequencedMap<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/loss", 0.375);
    scalars.put("train/rate", 1e-3);
    try (EventFile events = new EventFile(folder, 7, clock)) {
      events.scalars(8, scalars);
      events.scalars(1L << 40, Map.of("validation/recall@5", 1.0));
    }
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    String script = Files.readString(Path.of("src/test/python/event_file.py"));
    JsonNode events = new JsonMapper().readTree(python.run(folder, script, file.toString()));
    assertThat(events).hasSize(4);
    assertThat(events.path(0).path("file_version").asText()).isEqualTo("brain.Event:2");
    assertThat(events.path(0).path("wall_time").asDouble()).isEqualTo(1.5);
    assertThat(events.path(1).path("session_log").path("status").asInt()).isEqualTo(1);
    assertThat(events.path(1).path("step").asLong()).isEqualTo(7);
    JsonNode values = events.path(2).path("summary").path("value");
    assertThat(values.path(0).path("tag").asText()).isEqualTo("train/loss");
    assertThat(values.path(0).path("simple_value").asDouble()).isEqualTo(0.375);
    assertThat(values.path(1).path("simple_value").asDouble()).isCloseTo(1e-3, within(1e-9));
    assertThat(events.path(3).path("step").asLong()).isEqualTo(1L << 40);
  }

  private static List<String> records(byte[] bytes) {
    List<String> records = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      buffer.get(length);
      assertThat(buffer.getInt()).isEqualTo(EventFile.maskedCrc(length, length.length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      buffer.get(data);
      assertThat(buffer.getInt()).isEqualTo(EventFile.maskedCrc(data, data.length));
      records.add(HexFormat.of().formatHex(data));
    }
    return records;
  }
}
