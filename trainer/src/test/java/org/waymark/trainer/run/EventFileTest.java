package org.waymark.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
