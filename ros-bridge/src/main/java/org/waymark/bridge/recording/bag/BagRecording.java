package org.waymark.bridge.recording.bag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.waymark.bridge.recording.MalformedRecordingException;
import org.waymark.bridge.recording.MessageAddress;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.OpenFile;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.Chunk;
import org.waymark.bridge.recording.chunk.ChunkCache;
import org.waymark.bridge.recording.chunk.DamageException;
import org.waymark.bridge.recording.chunk.FileBytes;
import org.waymark.core.FileFailure;

/** A ROS bag of format 2.0. */
public final class BagRecording implements Recording {

  static final String MAGIC = "#ROSBAG V2.0\n";

  private final OpenFile file;
  private final ChunkCache chunks;

  /** Reads an open file, which is closed with the recording. */
  public BagRecording(OpenFile file) {
    this.file = file;
    this.chunks =
        new ChunkCache(
            position -> {
              FileBytes bytes = file.bytes();
              return unpack(bytes, BagRecord.read(bytes, position));
            });
  }

  /** Whether the file begins as a bag does. */
  public static boolean recognises(OpenFile file) {
    return file.startsWith(MAGIC.getBytes(StandardCharsets.US_ASCII));
  }

  static Chunk unpack(FileBytes bytes, BagRecord record) throws IOException {
    return Chunk.unpack(
        bytes,
        record.dataAt(),
        record.dataLength(),
        record.compression(),
        Integer.toUnsignedLong(record.fields().fourBytes("size")));
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public String format() {
    return "ROS bag 2.0";
  }

  @Override
  public MessageCursor messages() {
    return new BagCursor(path(), file.bytes(), new BagConnections());
  }

  @Override
  public ByteBuffer read(MessageAddress address) {
    try {
      Bytes bytes =
          address.chunk() == MessageAddress.NO_CHUNK
              ? file.bytes()
              : chunks.get(address.chunk()).bytes();
      BagRecord record = BagRecord.read(bytes, address.offset());
      if (record.op() != BagRecord.MESSAGE) {
        throw new DamageException("there is no message at " + address);
      }
      return bytes.read(record.dataAt(), bytes.require(record.dataAt(), record.dataLength()));
    } catch (IOException e) {
      throw new MalformedRecordingException(path(), FileFailure.reason(e), e);
    }
  }

  @Override
  public RecordingSummary summary() {
    try {
      Optional<RecordingSummary> skimmed = BagSkim.of(file.bytes());
      if (skimmed.isPresent()) {
        return skimmed.get();
      }
    } catch (IOException e) {
      throw new MalformedRecordingException(path(), FileFailure.reason(e), e);
    }
    BagConnections connections = new BagConnections();
    try (MessageCursor messages = new BagCursor(path(), file.bytes(), connections)) {
      return RecordingSummary.of(messages, connections::all);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
