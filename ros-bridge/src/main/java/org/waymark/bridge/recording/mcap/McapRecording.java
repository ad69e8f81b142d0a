package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.OpenFile;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.Chunk;
import org.waymark.bridge.recording.chunk.ChunkedRecording;

/** An MCAP file, version 0 of the format: https://mcap.dev/spec. */
public final class McapRecording extends ChunkedRecording {

  static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

  /** Reads an open file, which is closed with the recording. */
  public McapRecording(OpenFile file) {
    super(file);
  }

  /** Whether the file begins as MCAP does. */
  public static boolean recognises(OpenFile file) {
    return file.startsWith(MAGIC);
  }

  @Override
  public String format() {
    return "MCAP";
  }

  @Override
  public MessageCursor messages() {
    return new McapCursor(path(), bytes(), new McapChannels());
  }

  @Override
  protected Chunk unpack(long position) throws IOException {
    return McapChunk.head(McapRecord.read(bytes(), position), bytes()).unpack(bytes());
  }

  @Override
  protected Optional<ByteBuffer> message(Bytes bytes, long position) throws IOException {
    McapRecord record = McapRecord.read(bytes, position);
    return record.op() == Op.MESSAGE
        ? Optional.of(McapMessage.read(record.content(bytes)).data())
        : Optional.empty();
  }

  @Override
  protected Optional<RecordingSummary> skim() throws IOException {
    return McapSkim.of(bytes());
  }

  @Override
  protected RecordingSummary count() {
    McapChannels channels = new McapChannels();
    try (MessageCursor messages = new McapCursor(path(), bytes(), channels)) {
      return RecordingSummary.of(messages, channels::all);
    }
  }
}
