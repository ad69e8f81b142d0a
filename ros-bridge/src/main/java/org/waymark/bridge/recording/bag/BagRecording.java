package org.waymark.bridge.recording.bag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.OpenFile;
import org.waymark.bridge.recording.RecordingSummary;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.Chunk;
import org.waymark.bridge.recording.chunk.ChunkedRecording;
import org.waymark.bridge.recording.chunk.FileBytes;

/** A ROS bag of format 2.0. */
public final class BagRecording extends ChunkedRecording {

  static final String MAGIC = "#ROSBAG V2.0\n";

  /** Reads an open file, which is closed with the recording. */
  public BagRecording(OpenFile file) {
    super(file);
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
  public String format() {
    return "ROS bag 2.0";
  }

  @Override
  public MessageCursor messages() {
    return new BagCursor(path(), bytes(), new BagConnections());
  }

  @Override
  protected Chunk unpack(long position) throws IOException {
    return unpack(bytes(), BagRecord.read(bytes(), position));
  }

  @Override
  protected Optional<ByteBuffer> message(Bytes bytes, long position) throws IOException {
    BagRecord record = BagRecord.read(bytes, position);
    return record.op() == BagRecord.MESSAGE
        ? Optional.of(
            bytes.read(record.dataAt(), bytes.require(record.dataAt(), record.dataLength())))
        : Optional.empty();
  }

  @Override
  protected Optional<RecordingSummary> skim() throws IOException {
    return BagSkim.of(bytes());
  }

  @Override
  protected RecordingSummary count() {
    BagConnections connections = new BagConnections();
    try (MessageCursor messages = new BagCursor(path(), bytes(), connections)) {
      return RecordingSummary.of(messages, connections::all);
    }
  }
}
