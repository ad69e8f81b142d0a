package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.waymark.bridge.recording.MalformedRecordingException;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.OpenFile;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.ChunkCache;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.core.FileFailure;

/** An MCAP file, version 0 of the format: https://mcap.dev/spec. */
public final class McapRecording implements Recording {

  static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

  private final OpenFile file;
  private final ChunkCache chunks;

  /** Reads an open file, which is closed with the recording. */
  public McapRecording(OpenFile file) {
    this.file = file;
    this.chunks =
        new ChunkCache(
            position -> {
              FileBytes bytes = file.bytes();
              return McapChunk.head(McapRecord.read(bytes, position), bytes).unpack(bytes);
            });
  }

  /** Whether the file begins as MCAP does. */
  public static boolean recognises(OpenFile file) {
    return file.startsWith(MAGIC);
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public String format() {
    return "MCAP";
  }

  @Override
  public MessageCursor messages() {
    return new McapCursor(path(), file.bytes(), new McapChannels());
  }

  @Override
  public ByteBuffer read(MessageAddress address) {
    try {
      Bytes bytes =
          address.chunk() == MessageAddress.NO_CHUNK
              ? file.bytes()
              : chunks.get(address.chunk()).bytes();
      McapRecord record = McapRecord.read(bytes, address.offset());
      if (record.op() != Op.MESSAGE) {
        throw new DamageException("there is no message at " + address);
      }
      return McapMessage.read(record.content(bytes)).data();
    } catch (IOException e) {
      throw new MalformedRecordingException(path(), FileFailure.reason(e), e);
    }
  }

  @Override
  public RecordingSummary summary() {
    try {
      Optional<RecordingSummary> skimmed = McapSkim.of(file.bytes());
      if (skimmed.isPresent()) {
        return skimmed.get();
      }
    } catch (IOException e) {
      throw new MalformedRecordingException(path(), FileFailure.reason(e), e);
    }
    McapChannels channels = new McapChannels();
    try (MessageCursor messages = new McapCursor(path(), file.bytes(), channels)) {
      return RecordingSummary.of(messages, channels::all);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
